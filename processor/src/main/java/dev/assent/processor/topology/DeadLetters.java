package dev.assent.processor.topology;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters: where a record stands and why it could not be used, never what it says.
 *
 * <p>This is our own branch of the stream, before any effect. The handlers that Kafka Streams has
 * for this lose the letter when the transaction aborts, or copy the record and the stack trace.
 */
final class DeadLetters {
  private static final int LONGEST_KEY = 512;

  private final TopicCodec<DeadLetter> codec;
  private final ProcessingMeter meter;

  DeadLetters(Map<String, ?> serdeConfiguration, ProcessingMeter meter) {
    this.codec = TopicCodec.registered(Topic.DEAD_LETTERS, DeadLetter.class, serdeConfiguration);
    this.meter = meter;
  }

  /** A dead letter about the record that is being processed. */
  Record<String, byte[]> current(
      ProcessingContext context, Record<String, ?> record, Reason reason, String detail) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a timer has no record"));
    return about(
        context,
        record,
        new RecordReference(metadata.topic(), metadata.partition(), metadata.offset()),
        reason,
        detail);
  }

  /** A dead letter about a record further up the stream. */
  Record<String, byte[]> about(
      ProcessingContext context,
      Record<String, ?> record,
      RecordReference reference,
      Reason reason,
      String detail) {
    meter.deadLetter(reason);
    long now = context.currentSystemTimeMs();
    byte[] letter =
        codec.encode(
            new DeadLetter(
                reference.getTopic(),
                reference.getPartition(),
                reference.getOffset(),
                Instant.ofEpochMilli(now),
                reason.name(),
                detail,
                null));
    // without the other headers, which may carry anything, and without a key that no key should be
    boolean plausible = record.key() != null && record.key().length() <= LONGEST_KEY;
    // with our own time: the record's is its producer's, and could end the letter's retention at
    // once
    return new Record<>(
        plausible ? record.key() : null, letter, now, Correlation.read(record.headers()).headers());
  }
}
