package dev.assent.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.standalone.deadletters.DeadLetterFailure;
import dev.assent.standalone.deadletters.DeadLettersCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Calls of the tool {@code ./assent dead-letters}, and what they left on the topics. */
final class DeadLetterCalls {
  private static final String REPLAY_OF = "assent-replay-of";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningAssent assent;

  DeadLetterCalls(RunningAssent assent) {
    this.assent = assent;
  }

  /** What a call came to. */
  record Called(int exitStatus, String out, String err) {}

  /** The id of the letter about that record, waited for. */
  String await(Topic topic, RecordMetadata written) throws Exception {
    assent.ledger().awaitDeadLetter(topic, written.partition(), written.offset());
    return letters().stream()
        .filter(letter -> letter.path("topic").asText().equals(topic.topicName()))
        .filter(letter -> letter.path("partition").asInt() == written.partition())
        .filter(letter -> letter.path("offset").asLong() == written.offset())
        .map(letter -> letter.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  /** The letter as {@code list --json} prints it. */
  JsonNode letter(String id) throws Exception {
    return letters().stream()
        .filter(letter -> letter.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> letters() throws Exception {
    List<JsonNode> letters = new ArrayList<>();
    for (String line : call("list", "--json", "--limit", "1000000").out().lines().toList()) {
      letters.add(JSON.readTree(line));
    }
    return letters;
  }

  /** Calls the tool. */
  Called call(String... arguments) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitStatus = 0;
    String message = "";
    try {
      new DeadLettersCommand(
              Optional.of(assent.local().clientConfiguration()),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8))
          .run(List.of(arguments));
    } catch (DeadLetterFailure failure) {
      exitStatus = failure.exitStatus();
      message = failure.getMessage();
    }
    return new Called(
        exitStatus,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8) + message);
  }

  /** The requests that were written as replays of the letter. */
  List<ConsumerRecord<byte[], byte[]>> replaysOf(String id) {
    byte[] name = ("assent.dead-letters-" + id).getBytes(StandardCharsets.US_ASCII);
    return committed(Topic.REQUESTS).stream()
        .filter(record -> record.headers().lastHeader(REPLAY_OF) != null)
        .filter(record -> Arrays.equals(record.headers().lastHeader(REPLAY_OF).value(), name))
        .toList();
  }

  /** Everything that is committed on the topic. */
  List<ConsumerRecord<byte[], byte[]>> committed(Topic topic) {
    Map<String, Object> reading = new HashMap<>(assent.local().clientConfiguration());
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
