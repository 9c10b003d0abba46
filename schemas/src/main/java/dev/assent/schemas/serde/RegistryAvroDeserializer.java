package dev.assent.schemas.serde;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads what {@link RegistryAvroSerializer} or any other writer of the Confluent wire format wrote,
 * under the same configuration keys and {@code specific.avro.reader} (here on unless set): the
 * writer's schema comes from the registry by its id, the reader's from the generated class of that
 * name. A schema is asked for once in the life of the process. Safe for use by several threads.
 *
 * @param <T> what is read: the generated class or, without {@code specific.avro.reader}, a generic
 *     record
 */
public final class RegistryAvroDeserializer<T> implements Deserializer<T> {
  private final Map<Integer, RecordReader<T>> readers = new ConcurrentHashMap<>();
  private RegistryClient registry;
  private boolean specificReader;

  /** For Kafka, which then configures it. */
  public RegistryAvroDeserializer() {}

  /**
   * Takes the settings; asks nothing of the registry yet.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key that is wrong
   */
  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    RegistrySettings settings = RegistrySettings.from(configuration);
    registry = new RegistryClient(settings);
    specificReader = settings.specificReader();
  }

  /**
   * The record; null for null, which is a tombstone.
   *
   * @throws MalformedRecordException where these bytes can never be read
   * @throws RegistryUnavailableException where the registry must be asked and cannot be
   */
  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length < RegistryAvroSerializer.HEADER_BYTES) {
      throw new MalformedRecordException(
          bytes.length + " bytes are too few for a schema id and a record");
    }
    if (bytes[0] != RegistryAvroSerializer.MAGIC) {
      throw new MalformedRecordException("The first byte is not the zero of the wire format");
    }
    return reader(ByteBuffer.wrap(bytes).getInt(1))
        .read(bytes, RegistryAvroSerializer.HEADER_BYTES);
  }

  private RecordReader<T> reader(int identifier) {
    RecordReader<T> known = readers.get(identifier);
    if (known != null) {
      return known;
    }
    if (registry == null) {
      throw new IllegalStateException("configure() must come first");
    }
    Schema writerSchema = registry.schema(identifier);
    RecordReader<T> made =
        specificReader
            ? RecordReader.specific(writerSchema, generatedClass(writerSchema))
            : RecordReader.generic(writerSchema);
    readers.put(identifier, made);
    return made;
  }

  /** The class is not initialized before it is known to be a generated one: the name is foreign. */
  @SuppressWarnings("unchecked") // a caller who reads another type than T fails at the first use
  private Class<? extends T> generatedClass(Schema writerSchema) {
    String name = writerSchema.getFullName();
    if (writerSchema.getType() == Schema.Type.RECORD) {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader loader = context == null ? getClass().getClassLoader() : context;
      try {
        Class<?> found = Class.forName(SpecificData.getClassName(writerSchema), false, loader);
        if (SpecificRecord.class.isAssignableFrom(found)) {
          return (Class<? extends T>) found;
        }
      } catch (ClassNotFoundException | LinkageError absent) {
        throw new MalformedRecordException("There is no generated class for " + name, absent);
      }
    }
    throw new MalformedRecordException("There is no generated class for " + name);
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
