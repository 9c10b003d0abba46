package dev.assent.ingress.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
  private static final String TOPIC = Topic.REPLIES.topicName();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Reply REPLY = new Reply(5L, false, new ClaimReply("jane"));
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");

  @Test
  void shouldNotBeReadyBeforeThePositionStandsAndCommandsCanBeSent() {
    // Given
    ReplyReader reader =
        new ReplyReader(
            new WaitingReplies(1, LONG),
            (_, _) -> REPLY,
            new Random(1),
            () -> {
              throw new SerializationException("no registry");
            });
    prepareConsumer();

    // When
    assertThatThrownBy(() -> reader.begin(consumer)).isInstanceOf(SerializationException.class);

    // Then
    assertThat(reader.partition()).isEmpty();
  }

  @Test
  void shouldReadFromTheEndOnly() {
    // Given
    WaitingReplies waiting = new WaitingReplies(1, LONG);
    ReplyReader reader = reader(waiting, (_, _) -> REPLY);
    prepareConsumer();

    // When
    reader.begin(consumer);

    // Then
    assertThat(consumer.position(PARTITION)).isEqualTo(7);
    assertThat(reader.partition()).hasValue(0);
  }

  @Test
  void shouldCompleteTheRequestThatWaits() throws Exception {
    // Given
    WaitingReplies waiting = new WaitingReplies(2, LONG);
    ReplyReader reader = reader(waiting, (_, _) -> REPLY);
    CompletableFuture<Outcome> mine = waiting.await("0.mine").orElseThrow();
    CompletableFuture<Outcome> other = waiting.await("0.other").orElseThrow();

    // When
    deliver(reader, "0.mine");

    // Then
    assertThat(mine.get(1, TimeUnit.SECONDS)).isEqualTo(new Outcome.Answered(REPLY));
    assertThat(other).isNotDone();
    assertThat(waiting.size()).isEqualTo(1);
  }

  @Test
  void shouldNotDecodeRepliesOfOtherInstances() {
    // Given
    Deserializer<Reply> never =
        (_, _) -> {
          throw new AssertionError("decoded");
        };
    ReplyReader reader = reader(new WaitingReplies(1, LONG), never);

    // When
    deliver(reader, "0.somebody-else");

    // Then
    assertThat(reader.partition()).hasValue(0);
  }

  @Test
  void shouldGiveUpAReplyThatCannotBeRead() throws Exception {
    // Given
    WaitingReplies waiting = new WaitingReplies(1, LONG);
    ReplyReader reader =
        reader(
            waiting,
            (_, _) -> {
              throw new SerializationException("garbage");
            });
    CompletableFuture<Outcome> mine = waiting.await("0.mine").orElseThrow();

    // When
    deliver(reader, "0.mine");

    // Then
    assertThat(mine.get(1, TimeUnit.SECONDS)).isEqualTo(new Outcome.NoAnswer());
  }

  @Test
  void shouldCompleteWithoutAnAnswerInTime()
      throws InterruptedException, ExecutionException, TimeoutException {
    // Given
    WaitingReplies waiting = new WaitingReplies(1, Duration.ofMillis(20));

    // When
    Outcome outcome = waiting.await("0.mine").orElseThrow().get(5, TimeUnit.SECONDS);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.NoAnswer());
    assertThat(waiting.isAwaited("0.mine")).isFalse();
    assertThat(waiting.size()).isZero();
  }

  @Test
  @Tag("AS-3")
  void shouldTakeNoMoreThanTheLimitUntilAPlaceIsFree() {
    // Given
    WaitingReplies waiting = new WaitingReplies(1, LONG);
    assertThat(waiting.await("0.first")).isPresent();
    boolean full = waiting.await("0.second").isEmpty();

    // When
    waiting.answer("0.first", REPLY);

    // Then
    assertThat(full).isTrue();
    assertThat(waiting.await("0.third")).isPresent();
  }

  private void deliver(ReplyReader reader, String key) {
    prepareConsumer();
    reader.begin(consumer);
    consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 7, key, new byte[] {1}));
    reader.take(consumer, consumer.poll(Duration.ZERO));
  }

  private void prepareConsumer() {
    Node node = Node.noNode();
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateEndOffsets(Map.of(PARTITION, 7L));
  }

  private static ReplyReader reader(WaitingReplies waiting, Deserializer<Reply> deserializer) {
    return new ReplyReader(waiting, deserializer, new Random(1), () -> {});
  }
}
