package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.audit.AuditVerification;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.trace.Correlation;
import dev.assent.verification.RunningAssent.Challenged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is carried from a request over HTTP, and what is left of it in the audit trail. */
@ExtendWith(SharedSystem.class)
class TraceStoryTest {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final RunningAssent assent;
  private final Api api;

  TraceStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  @Tag("KA-10")
  void shouldCarryTheCallersTraceToTheResult() {
    // Given
    Challenged challenged = assent.challenged(assent.holder());
    String trace = UUID.randomUUID().toString().replace("-", "");
    Map<String, String> headers =
        Map.of(
            "traceparent",
            "00-" + trace + "-00f067aa0ba902b7-01",
            "X-Request-ID",
            "request-" + trace);

    // When
    Answer answer =
        api.asBackEnd(
            "POST", "/api/v1/operations/" + challenged.operationId() + "/cancel", "", headers);

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<Correlation> carried =
        await()
            .atMost(WITHIN)
            .until(() -> carriedIn(Topic.RESULTS, trace), found -> !found.isEmpty());
    assertThat(carried).hasSize(1);
    assertThat(carried.getFirst().requestId()).contains("request-" + trace);
    assertThat(carriedIn(Topic.REPLIES, trace)).isNotEmpty();
    assertThat(carriedIn(Topic.OPERATIONS, trace)).hasSize(1);
  }

  @Test
  @Tag("KA-9")
  @Tag("AS-19")
  void shouldLeaveATrailThatCanBeVerified() {
    // Given
    String refused = UUID.randomUUID().toString();

    // When
    Answer answer =
        api.send(
            "GET",
            "/api/v1/operations/x",
            new byte[0],
            Map.of("X-Api-Key", "guess." + refused, "X-Request-ID", refused));

    // Then
    assertThat(answer.status()).isEqualTo(401);
    AuditRecord record =
        await()
            .atMost(WITHIN)
            .until(
                () ->
                    audited().stream()
                        .filter(audited -> refused.equals(audited.getRequestId()))
                        .findFirst(),
                found -> found.isPresent())
            .orElseThrow();
    assertThat(record.getOutcome()).isEqualTo("REFUSED");
    assertThat(record.getRemoteAddress()).isEqualTo("127.0.0.1");
    assertThat(verified().findings()).isEmpty();
  }

  private List<Correlation> carriedIn(Topic topic, String trace) {
    return read(topic).stream()
        .map(record -> Correlation.read(record.headers()))
        .filter(correlation -> correlation.traceId().filter(trace::equals).isPresent())
        .toList();
  }

  private List<AuditRecord> audited() {
    try (SelectableAvroSerde<AuditRecord> serde = serde()) {
      return read(Topic.AUDIT).stream()
          .map(record -> serde.deserializer().deserialize(record.topic(), record.value()))
          .toList();
    }
  }

  private AuditVerification verified() {
    AuditVerification verification = new AuditVerification();
    try (SelectableAvroSerde<AuditRecord> serde = serde()) {
      read(Topic.AUDIT)
          .forEach(
              record ->
                  verification.take(
                      record.partition(),
                      record.value(),
                      serde.deserializer().deserialize(record.topic(), record.value())));
    }
    return verification;
  }

  private SelectableAvroSerde<AuditRecord> serde() {
    return SelectableAvroSerde.forValues(assent.local().clientConfiguration(), AuditRecord.class);
  }

  /** Everything that is committed in the topic by now, in the order of each partition. */
  private List<ConsumerRecord<String, byte[]>> read(Topic topic) {
    Map<String, Object> configuration = new HashMap<>(assent.local().clientConfiguration());
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(topic.topicName(), info.partition()))
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
