package dev.assent.ingress.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.audit.AuditVerification;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("KA-9")
class KafkaAuditTrailTest {
  private static final SingleObjectSerde<AuditRecord> CODEC =
      SingleObjectSerde.of(AuditRecord.class);

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final AtomicBoolean registryIsDown = new AtomicBoolean();
  private final KafkaAuditTrail trail =
      new KafkaAuditTrail("ingress-1", () -> producer, (_, record) -> encode(record));

  @AfterEach
  void close() {
    trail.close();
  }

  @Test
  void shouldWriteAChainThatCanBeVerified() {
    // Given
    trail.start();

    // When
    for (int number = 0; number < 20; number++) {
      trail.record(record("operation-" + number));
    }
    trail.close();

    // Then
    assertThat(producer.history()).hasSize(20);
    assertThat(producer.history())
        .allSatisfy(
            written -> {
              assertThat(written.topic()).isEqualTo(Topic.AUDIT.topicName());
              assertThat(written.key()).isEqualTo("ingress-1");
            });
    assertThat(verified().findings()).isEmpty();
    assertThat(trail.lost()).isZero();
  }

  @Test
  @Tag("AS-20")
  void shouldHoldRecordsBackWhileTheyCannotBeEncodedAndBlockNobody() {
    // Given
    registryIsDown.set(true);
    trail.start();
    trail.record(record("first"));
    trail.record(record("second"));

    // When
    registryIsDown.set(false);

    // Then
    await().until(() -> producer.history().size() == 2);
    assertThat(verified().findings()).isEmpty();
  }

  @Test
  @Tag("AS-20")
  void shouldTryAgainWhereThereCouldBeNoProducer() {
    // Given
    trail.start();
    AtomicBoolean isUnknown = new AtomicBoolean(true);
    KafkaAuditTrail late =
        new KafkaAuditTrail(
            "ingress-2",
            () -> {
              if (isUnknown.getAndSet(false)) {
                throw new KafkaException("no address of the broker is known");
              }
              return producer;
            },
            (_, record) -> encode(record));
    late.record(record("first"));

    // When
    late.start();

    // Then
    await().until(() -> producer.history().size() == 1);
    late.close();
    assertThat(late.lost()).isZero();
  }

  @Test
  void shouldSayHowManyWereLostBecauseTooManyWaited() {
    // Given
    for (int number = 0; number < 16_384 + 5; number++) {
      trail.record(record("waits"));
    }

    // When
    trail.start();

    // Then
    await().until(() -> producer.history().size() == 16_384);
    assertThat(trail.lost()).isEqualTo(5);
    assertThat(decoded().getFirst().getLost()).isEqualTo(5);
    assertThat(decoded().get(1).getLost()).isZero();
  }

  @Test
  void shouldCountWhatTheBrokerDidNotTake() {
    // Given
    producer.sendException = new KafkaException(new TimeoutException("the broker is gone"));
    trail.start();

    // When
    trail.record(record("lost"));
    await().until(() -> trail.lost() == 1);
    producer.sendException = null;
    trail.record(record("written"));

    // Then
    await().until(() -> !producer.history().isEmpty());
    assertThat(decoded().getFirst().getSequence()).as("leaves a gap").isEqualTo(2);
    assertThat(decoded().getFirst().getLost()).isEqualTo(1);
  }

  private byte[] encode(AuditRecord record) {
    if (registryIsDown.get()) {
      throw new KafkaException("no registry");
    }
    return CODEC.encode(record);
  }

  private AuditVerification verified() {
    AuditVerification verification = new AuditVerification();
    producer
        .history()
        .forEach(written -> verification.take(0, written.value(), CODEC.decode(written.value())));
    return verification;
  }

  private List<AuditRecord> decoded() {
    return producer.history().stream().map(ProducerRecord::value).map(CODEC::decode).toList();
  }

  private static AuditRecord record(String operation) {
    AuditRecord record = new AuditRecord();
    record.setRecordedAt(Instant.EPOCH);
    record.setEvent("AUTHENTICATION");
    record.setOutcome("GRANTED");
    record.setDialect("native");
    record.setOperation(operation);
    record.setFactors(List.of("API_KEY"));
    return record;
  }
}
