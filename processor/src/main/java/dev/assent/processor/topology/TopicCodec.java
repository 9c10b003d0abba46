package dev.assent.processor.topology;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Values of one topic as bytes and back. Bytes that cannot be read are a value here, so that they
 * can be set aside; a registry that cannot be reached is an exception, because nothing is wrong
 * with the bytes.
 */
public final class TopicCodec<T extends SpecificRecord> {
  /**
   * Larger than any record that the HTTP API lets through, and small enough that whatever is made
   * of a record can be written again.
   */
  private static final int MOST_BYTES = 256 * 1024;

  private final Topic topic;
  private final Serde<T> serde;

  private TopicCodec(Topic topic, Serde<T> serde) {
    this.topic = topic;
    this.serde = serde;
  }

  /** What became of reading bytes. */
  public sealed interface Decoded<T> {
    /** The value. */
    record Value<T>(T value) implements Decoded<T> {}

    /** What is wrong with the bytes, without any of them. */
    record Malformed<T>(String detail) implements Decoded<T> {}
  }

  /** Values in the Confluent wire format. */
  public static <T extends SpecificRecord> TopicCodec<T> registered(
      Topic topic, Class<T> type, Map<String, ?> serdeConfiguration) {
    return new TopicCodec<>(topic, SelectableAvroSerde.forValues(serdeConfiguration, type));
  }

  /** Values as Avro single objects, for topics inside the processor. */
  public static <T extends SpecificRecord> TopicCodec<T> internal(Topic topic, Class<T> type) {
    return new TopicCodec<>(topic, SingleObjectSerde.of(type));
  }

  /** The value as bytes. */
  public byte[] encode(T value) {
    return serde.serializer().serialize(topic.topicName(), value);
  }

  /**
   * Reads bytes.
   *
   * @throws RuntimeException where the registry cannot be reached
   */
  public Decoded<T> decode(byte[] bytes) {
    if (bytes == null) {
      return new Decoded.Malformed<>("the record has no value");
    }
    if (bytes.length > MOST_BYTES) {
      return new Decoded.Malformed<>("the value is too large");
    }
    try {
      return new Decoded.Value<>(serde.deserializer().deserialize(topic.topicName(), bytes));
    } catch (RuntimeException e) {
      // other implementations than ours have exceptions of their own, of all kinds
      if (DecodingFailure.isTransient(e)) {
        throw e;
      }
      return new Decoded.Malformed<>("the value is not a record of a registered schema");
    }
  }
}
