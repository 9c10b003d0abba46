package dev.assent.processor.simulation;

import dev.assent.processor.topology.TopicCodec;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.InMemoryRegistry;
import dev.assent.schemas.serde.RegistryAvroDeserializer;
import dev.assent.schemas.serde.RegistryAvroSerializer;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The real wire format, with one serializer for the whole process: processors are made anew
 * thousands of times, and each would ask the registry for every schema again.
 */
final class Codecs {
  /** Lives as long as the process. */
  private static final InMemoryRegistry REGISTRY = InMemoryRegistry.start();

  private static final Map<String, String> CONFLUENT =
      Map.of("schema.registry.url", REGISTRY.url());

  /** What the processors are configured with. */
  static final Map<String, String> CONFIGURATION =
      Map.of(
          "schema.registry.url",
          REGISTRY.url(),
          SelectableAvroSerde.SERIALIZER_CLASS,
          SharedSerializer.class.getName(),
          SelectableAvroSerde.DESERIALIZER_CLASS,
          SharedDeserializer.class.getName());

  private static final RegistryAvroSerializer<Object> SERIALIZER = new RegistryAvroSerializer<>();
  private static final RegistryAvroDeserializer<SpecificRecord> DESERIALIZER =
      new RegistryAvroDeserializer<>();
  private static final Map<Topic, TopicCodec<SpecificRecord>> CODECS = new ConcurrentHashMap<>();

  static {
    SchemaRegistration.register(CONFLUENT);
    SERIALIZER.configure(CONFLUENT, false);
    DESERIALIZER.configure(CONFLUENT, false);
  }

  private Codecs() {}

  /** Hands on to the one serializer. */
  public static final class SharedSerializer implements Serializer<Object> {
    /** For the serde, which makes it by its name. */
    public SharedSerializer() {}

    @Override
    public byte[] serialize(String topic, Object value) {
      return SERIALIZER.serialize(topic, value);
    }
  }

  /** Hands on to the one deserializer. */
  public static final class SharedDeserializer implements Deserializer<SpecificRecord> {
    /** For the serde, which makes it by its name. */
    public SharedDeserializer() {}

    @Override
    public SpecificRecord deserialize(String topic, byte[] bytes) {
      return DESERIALIZER.deserialize(topic, bytes);
    }
  }

  static byte[] encode(Topic topic, SpecificRecord record) {
    return codec(topic).encode(record);
  }

  static <T extends SpecificRecord> T decode(Topic topic, byte[] value, Class<T> type) {
    return switch (codec(topic).decode(value)) {
      case TopicCodec.Decoded.Value<SpecificRecord>(var record) -> type.cast(record);
      case TopicCodec.Decoded.Malformed<SpecificRecord>(var detail) ->
          throw new AssertionError("unreadable output on " + topic + ": " + detail);
    };
  }

  private static TopicCodec<SpecificRecord> codec(Topic topic) {
    return CODECS.computeIfAbsent(
        topic, _ -> TopicCodec.registered(topic, SpecificRecord.class, CONFIGURATION));
  }
}
