package dev.assent.schemas.serde;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes Avro records in the Confluent wire format (documentation "Formats, Serializers, and
 * Deserializers", section "Wire format"): a zero byte, the schema's id in four bytes, Avro binary.
 *
 * <p>Takes Confluent's own configuration keys: {@code schema.registry.url} (one or several), {@code
 * auto.register.schemas} (here off unless set: schemas are registered by a deployment step), {@code
 * basic.auth.credentials.source} and {@code basic.auth.user.info}, {@code
 * schema.registry.ssl.truststore.location}, {@code .password} and {@code .type}. Only the topic
 * name strategy is there for subjects. A schema is asked for once in the life of the process. Safe
 * for use by several threads.
 *
 * @param <T> what is written: specific or generic records
 */
public final class RegistryAvroSerializer<T> implements Serializer<T> {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  private final Map<Written, RecordWriter> writers = new ConcurrentHashMap<>();
  private RegistryClient registry;
  private String suffix;

  private record Written(String topic, Schema schema, boolean generated) {}

  /** For Kafka, which then configures it. */
  public RegistryAvroSerializer() {}

  /**
   * Takes the settings; asks nothing of the registry yet.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key that is wrong
   */
  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    registry = new RegistryClient(RegistrySettings.from(configuration));
    suffix = isKey ? "-key" : "-value";
  }

  /**
   * The record's bytes; null for null, which is a tombstone.
   *
   * @throws SerializationException where the value is no Avro record or does not fit its schema, or
   *     the schema is not registered for the topic
   * @throws RegistryUnavailableException where the registry must be asked and cannot be
   */
  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof IndexedRecord written)) {
      throw new SerializationException("Not an Avro record: " + value.getClass().getName());
    }
    return writer(topic, written).write(written);
  }

  private RecordWriter writer(String topic, IndexedRecord example) {
    Written key = new Written(topic, example.getSchema(), example instanceof SpecificRecord);
    RecordWriter known = writers.get(key);
    if (known != null) {
      return known;
    }
    if (registry == null) {
      throw new IllegalStateException("configure() must come first");
    }
    int identifier = registry.identify(topic + suffix, key.schema());
    byte[] header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(identifier).array();
    RecordWriter made = RecordWriter.of(header, example);
    writers.put(key, made);
    return made;
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
