package dev.assent.ingress.waiting;

import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.RegistryUnavailableException;
import dev.assent.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class OperationReaderTest {
  private static final String TOPIC = Topic.OPERATIONS.topicName();
  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
  private static final String OPERATION = "a/b c";
  private static final String KEY = new UserKey("demo", "jane@example.com").text(OPERATION);

  private final OperationWaits waits = new OperationWaits(4);
  private final List<Long> heard = new ArrayList<>();

  @Test
  void shouldReadAllPartitionsFromTheEndOn() {
    // Given
    OperationReader reader = reader((_, _) -> snapshot(7));
    MockConsumer<String, byte[]> consumer = consumer(0, 7);

    // When
    boolean before = reader.following();
    reader.begin(consumer);

    // Then
    assertThat(before).isFalse();
    assertThat(reader.following()).isTrue();
    assertThat(consumer.position(PARTITIONS.get(0))).isEqualTo(7);
    assertThat(consumer.position(PARTITIONS.get(1))).isEqualTo(7);
  }

  @Test
  void shouldWakeWhoeverWaitsForTheOperationWhateverItsIdLooksLike() {
    // Given
    OperationReader reader = reader((_, _) -> snapshot(3));
    MockConsumer<String, byte[]> consumer = consumer(0, 7);
    reader.begin(consumer);
    listen();

    // When
    take(reader, consumer, List.of(record(1, 7, KEY)));

    // Then
    assertThat(heard).containsExactly(1L, 3L);
  }

  @Test
  void shouldGoOnAfterARecordThatCannotBeRead() {
    // Given
    OperationReader reader =
        reader(
            (_, bytes) -> {
              if (bytes[0] == 8) {
                throw new SerializationException("garbage");
              }
              return snapshot(bytes[0]);
            });
    MockConsumer<String, byte[]> consumer = consumer(0, 7);
    reader.begin(consumer);
    listen();

    // When
    take(
        reader,
        consumer,
        List.of(
            record(0, 7, "no key of an operation"),
            record(0, 8, KEY),
            new ConsumerRecord<>(TOPIC, 0, 9, KEY, null),
            record(0, 10, KEY)));

    // Then
    assertThat(heard).containsExactly(1L, 10L);
  }

  @Test
  void shouldReadAgainWhatTheRegistryKeptItFromReading() {
    // Given
    List<Integer> tries = new ArrayList<>();
    OperationReader reader =
        reader(
            (_, bytes) -> {
              tries.add((int) bytes[0]);
              if (tries.size() == 1) {
                throw new RegistryUnavailableException("down", null);
              }
              return snapshot(bytes[0]);
            });
    MockConsumer<String, byte[]> first = consumer(0, 7);
    reader.begin(first);
    listen();
    assertThatThrownBy(() -> take(reader, first, List.of(record(0, 7, KEY))))
        .isInstanceOf(RegistryUnavailableException.class);
    reader.end();

    // When
    MockConsumer<String, byte[]> second = consumer(0, 9);
    reader.begin(second);
    take(reader, second, List.of(record(0, 7, KEY), record(0, 8, KEY)));

    // Then
    assertThat(heard).containsExactly(1L, 7L, 8L);
  }

  @Test
  void shouldStartWhereTheLogStartsWhereItsPlaceIsGone() {
    // Given
    OperationReader reader = reader((_, _) -> snapshot(1));
    reader.begin(consumer(0, 7));

    // When
    MockConsumer<String, byte[]> later = consumer(20, 30);
    reader.begin(later);

    // Then
    assertThat(later.position(PARTITIONS.get(0))).isEqualTo(20);
  }

  private void listen() {
    Wait wait =
        waits
            .open(
                new OperationName("demo", OPERATION),
                new Wait.Listener() {
                  @Override
                  public void changed(OperationSnapshot operation) {
                    heard.add(operation.getSequence());
                  }

                  @Override
                  public void ended(OperationSnapshot latest) {}
                })
            .orElseThrow();
    waits.begin(wait, snapshot(1));
  }

  private static void take(
      OperationReader reader,
      MockConsumer<String, byte[]> consumer,
      List<ConsumerRecord<String, byte[]>> records) {
    records.forEach(consumer::addRecord);
    reader.take(consumer, consumer.poll(Duration.ZERO));
  }

  private static ConsumerRecord<String, byte[]> record(int partition, int offset, String key) {
    return new ConsumerRecord<>(TOPIC, partition, offset, key, new byte[] {(byte) offset});
  }

  private static OperationSnapshot snapshot(long sequence) {
    return anOperation(OPERATION).setSequence(sequence).build();
  }

  private OperationReader reader(Deserializer<OperationSnapshot> deserializer) {
    KafkaClients none =
        new KafkaClients(new KafkaSettings(Map.of("bootstrap.servers", "127.0.0.1:9"), Map.of()));
    return new OperationReader(none, deserializer, waits);
  }

  private static MockConsumer<String, byte[]> consumer(long beginning, long end) {
    MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    Node node = Node.noNode();
    consumer.updatePartitions(
        TOPIC,
        PARTITIONS.stream()
            .map(
                partition ->
                    new PartitionInfo(
                        TOPIC, partition.partition(), node, new Node[] {node}, new Node[] {node}))
            .toList());
    PARTITIONS.forEach(
        partition -> {
          consumer.updateBeginningOffsets(Map.of(partition, beginning));
          consumer.updateEndOffsets(Map.of(partition, end));
        });
    return consumer;
  }
}
