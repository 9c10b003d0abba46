package dev.assent.schemas.serde;

import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The serde for public topics, whose serializer and deserializer the configuration names by class;
 * without, they are {@link RegistryAvroSerializer} and {@link RegistryAvroDeserializer}. The whole
 * configuration reaches both unchanged, so that any library's own keys work; Confluent's
 * deserializer needs {@code specific.avro.reader=true}, which is off by default there.
 *
 * <p>What a foreign deserializer throws is left as it is; {@link DecodingFailure#isTransient} tells
 * an outage from bad bytes. Use one instance for each place: other libraries cache by schema and
 * not by topic.
 *
 * @param <T> the generated class
 */
public final class SelectableAvroSerde<T extends SpecificRecord> implements Serde<T> {
  /** Configuration key: class name of a Kafka serializer. */
  public static final String SERIALIZER_CLASS = "assent.avro.serializer.class";

  /** Configuration key: class name of a Kafka deserializer. */
  public static final String DESERIALIZER_CLASS = "assent.avro.deserializer.class";

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              SERIALIZER_CLASS,
              ConfigDef.Type.CLASS,
              RegistryAvroSerializer.class,
              ConfigDef.Importance.MEDIUM,
              "Kafka serializer")
          .define(
              DESERIALIZER_CLASS,
              ConfigDef.Type.CLASS,
              RegistryAvroDeserializer.class,
              ConfigDef.Importance.MEDIUM,
              "Kafka deserializer");

  private final Class<? super T> type;
  private Serializer<T> serializer;
  private Deserializer<T> deserializer;

  /** For Kafka Streams, which then configures it; any generated class is read. */
  public SelectableAvroSerde() {
    this(SpecificRecord.class);
  }

  private SelectableAvroSerde(Class<? super T> type) {
    this.type = type;
  }

  /**
   * A configured serde for values of one class; a record of another class is malformed.
   *
   * @throws ConfigException where a class is missing or the chosen class refuses the configuration
   */
  public static <T extends SpecificRecord> SelectableAvroSerde<T> forValues(
      Map<String, ?> configuration, Class<T> type) {
    SelectableAvroSerde<T> serde = new SelectableAvroSerde<>(type);
    serde.configure(configuration, false);
    return serde;
  }

  /**
   * A configured serde for values of any generated class. The caller checks the class of what it
   * reads, because the bytes choose it.
   *
   * @throws ConfigException where a class is missing or the chosen class refuses the configuration
   */
  public static <T extends SpecificRecord> SelectableAvroSerde<T> forValues(
      Map<String, ?> configuration) {
    SelectableAvroSerde<T> serde = new SelectableAvroSerde<>();
    serde.configure(configuration, false);
    return serde;
  }

  @Override
  @SuppressWarnings("unchecked") // the serializer writes any record, the reader is checked
  public void configure(Map<String, ?> configuration, boolean isKey) {
    Map<String, Object> classes = DEFINITION.parse(configuration);
    serializer = instance(SERIALIZER_CLASS, classes, Serializer.class);
    Deserializer<Object> chosen = instance(DESERIALIZER_CLASS, classes, Deserializer.class);
    serializer.configure(configuration, isKey);
    chosen.configure(configuration, isKey);
    deserializer = new CheckedDeserializer<>(chosen, type);
  }

  private static <C> C instance(String key, Map<String, Object> classes, Class<C> kind) {
    Class<?> chosen = (Class<?>) classes.get(key);
    try {
      return kind.cast(chosen.getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError | ClassCastException unusable) {
      throw new ConfigException(
          key, chosen.getName(), "cannot be made as a " + kind.getSimpleName() + ": " + unusable);
    }
  }

  /**
   * @throws IllegalStateException before {@link #configure}
   */
  @Override
  public Serializer<T> serializer() {
    return configured(serializer);
  }

  /**
   * @throws IllegalStateException before {@link #configure}
   */
  @Override
  public Deserializer<T> deserializer() {
    return configured(deserializer);
  }

  private static <C> C configured(C part) {
    if (part == null) {
      throw new IllegalStateException("configure() must come first");
    }
    return part;
  }

  @Override
  public void close() {
    if (serializer != null) {
      serializer.close();
      deserializer.close();
    }
  }

  /**
   * Barrier: the id in a record chooses its class, so that a record of another topic, well formed
   * in itself, would otherwise be a ClassCastException somewhere behind.
   */
  private record CheckedDeserializer<T>(Deserializer<Object> chosen, Class<? super T> type)
      implements Deserializer<T> {
    @Override
    @SuppressWarnings("unchecked") // checked just before
    public T deserialize(String topic, byte[] bytes) {
      Object value = chosen.deserialize(topic, bytes);
      if (value == null || type.isInstance(value)) {
        return (T) value;
      }
      if (value instanceof IndexedRecord && !(value instanceof SpecificRecord)) {
        throw new ConfigException(
            DESERIALIZER_CLASS,
            chosen.getClass().getName(),
            "is not configured to read generated classes (specific.avro.reader)");
      }
      throw new MalformedRecordException(
          "A " + value.getClass().getName() + " where a " + type.getName() + " belongs");
    }

    @Override
    public void close() {
      chosen.close();
    }
  }
}
