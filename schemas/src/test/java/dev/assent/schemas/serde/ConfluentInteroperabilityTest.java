package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the genuine Confluent serializers, which the build puts beside the tests. */
class ConfluentInteroperabilityTest {
  private static final String CONFLUENT_SERIALIZER =
      "io.confluent.kafka.serializers.KafkaAvroSerializer";
  private static final String CONFLUENT_DESERIALIZER =
      "io.confluent.kafka.serializers.KafkaAvroDeserializer";

  private InMemoryRegistry registry;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private Map<String, Object> configuration(boolean autoRegister) {
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.put("auto.register.schemas", autoRegister);
    configuration.put("specific.avro.reader", true);
    return configuration;
  }

  private SelectableAvroSerde<Tenant> confluent(boolean autoRegister) {
    Map<String, Object> configuration = configuration(autoRegister);
    configuration.put("assent.avro.serializer.class", CONFLUENT_SERIALIZER);
    configuration.put("max.retries", 0);
    configuration.put("assent.avro.deserializer.class", CONFLUENT_DESERIALIZER);
    return SelectableAvroSerde.forValues(configuration, Tenant.class);
  }

  private SelectableAvroSerde<Tenant> ours(boolean autoRegister) {
    return SelectableAvroSerde.forValues(configuration(autoRegister), Tenant.class);
  }

  private static GenericRecord genericPolicy() {
    return new GenericRecordBuilder(TenantPolicy.getClassSchema())
        .set("timeToLive", 1L)
        .set("maximumFailedProofs", 2)
        .set("maximumPending", 3)
        .set("retention", 4L)
        .build();
  }

  @Test
  void shouldBeReadByConfluent() {
    byte[] bytes = ours(true).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    Deserializer<Tenant> deserializer = confluent(false).deserializer();
    assertThat(deserializer.deserialize(Records.TOPIC, bytes)).isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldReadWhatConfluentWrote() {
    byte[] bytes = confluent(true).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    Deserializer<Tenant> deserializer = ours(false).deserializer();
    assertThat(deserializer.deserialize(Records.TOPIC, bytes)).isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldWriteTheBytesThatConfluentWrites() {
    // Given what Confluent registered
    byte[] theirs = confluent(true).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    // When ours looks it up
    byte[] bytes = ours(false).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    assertThat(bytes).isEqualTo(theirs);
  }

  @Test
  void shouldBeFoundByConfluentOnceRegistered() {
    // Given
    SchemaRegistration.register(registry.configuration());
    // When
    byte[] bytes = confluent(false).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    assertThat(registry.schemaText(ByteBuffer.wrap(bytes).getInt(1)))
        .isEqualTo(Tenant.getClassSchema().toString());
  }

  @Test
  void shouldExchangeGenericRecordsWithConfluent() {
    // Given
    Map<String, Object> configuration = configuration(true);
    configuration.put("specific.avro.reader", false);
    RegistryAvroSerializer<GenericRecord> ourSerializer = new RegistryAvroSerializer<>();
    ourSerializer.configure(configuration, false);
    RegistryAvroDeserializer<Object> ourDeserializer = new RegistryAvroDeserializer<>();
    ourDeserializer.configure(configuration, false);
    Deserializer<?> theirDeserializer = theirDeserializer(configuration);
    byte[] theirs = theirBytes(configuration, genericPolicy());
    // When
    byte[] bytes = ourSerializer.serialize("policies", genericPolicy());
    // Then
    assertThat(bytes).isEqualTo(theirs);
    assertThat(theirDeserializer.deserialize("policies", bytes)).isEqualTo(genericPolicy());
    assertThat(ourDeserializer.deserialize("policies", theirs)).isEqualTo(genericPolicy());
  }

  private static Object made(String className) {
    try {
      return Class.forName(className).getConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new LinkageError("The build did not unpack Confluent's jars", missing);
    }
  }

  @SuppressWarnings("unchecked") // Confluent's serializer takes any object
  private static byte[] theirBytes(Map<String, Object> configuration, Object value) {
    Serializer<Object> serializer = (Serializer<Object>) made(CONFLUENT_SERIALIZER);
    serializer.configure(configuration, false);
    return serializer.serialize("policies", value);
  }

  private static Deserializer<?> theirDeserializer(Map<String, Object> configuration) {
    Deserializer<?> deserializer = (Deserializer<?>) made(CONFLUENT_DESERIALIZER);
    deserializer.configure(configuration, false);
    return deserializer;
  }

  @Test
  void shouldTellConfluentsOutageFromBadBytes() {
    // Given
    byte[] good = ours(true).serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    byte[] cut = Arrays.copyOf(good, good.length - 2);
    byte[] unknown = good.clone();
    unknown[1] = 0x70;
    byte[] magic = good.clone();
    magic[0] = 1;
    // When / Then
    for (byte[] bad : new byte[][] {cut, unknown, magic, {}, {0}, {0, 0, 0, 0}}) {
      shouldBeTransient(confluent(false).deserializer(), bad, false);
    }
    for (int status : new int[] {401, 403, 408, 429, 500, 502, 503}) {
      registry.failNext(1_000, status);
      shouldBeTransient(confluent(false).deserializer(), good, true);
    }
    registry.close();
    shouldBeTransient(confluent(false).deserializer(), good, true);
  }

  private static void shouldBeTransient(
      Deserializer<Tenant> deserializer, byte[] bytes, boolean expected) {
    assertThatThrownBy(() -> deserializer.deserialize(Records.TOPIC, bytes))
        .isInstanceOfSatisfying(
            RuntimeException.class,
            failure ->
                assertThat(DecodingFailure.isTransient(failure))
                    .as("%s", failure)
                    .isEqualTo(expected));
  }
}
