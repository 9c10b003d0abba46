package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.serde.InMemoryRegistry.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryAvroSerdeTest {
  private InMemoryRegistry registry;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private Map<String, Object> configuration(Map<String, ?> more) {
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.putAll(more);
    return configuration;
  }

  private <T> RegistryAvroSerializer<T> serializer(Map<String, ?> more) {
    RegistryAvroSerializer<T> serializer = new RegistryAvroSerializer<>();
    serializer.configure(configuration(more), false);
    return serializer;
  }

  private <T> RegistryAvroDeserializer<T> deserializer(Map<String, ?> more) {
    RegistryAvroDeserializer<T> deserializer = new RegistryAvroDeserializer<>();
    deserializer.configure(configuration(more), false);
    return deserializer;
  }

  private int registerTenant() {
    return registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
  }

  @Test
  void shouldWriteTheConfluentWireFormat() throws Exception {
    // Given
    int id = registerTenant();
    Tenant tenant = Records.tenant("bank");
    // When
    byte[] bytes = serializer(Map.of()).serialize(Records.TOPIC, tenant);
    // Then
    ByteBuffer singleObject = tenant.toByteBuffer();
    byte[] body = new byte[singleObject.remaining() - 10];
    singleObject.position(10).get(body);
    assertThat(bytes)
        .isEqualTo(ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array());
  }

  @Test
  void shouldReadBackWhatWasWritten() {
    // Given
    registerTenant();
    Tenant tenant = Records.tenant("bank");
    byte[] bytes = serializer(Map.of()).serialize(Records.TOPIC, tenant);
    // When
    Object read = deserializer(Map.of()).deserialize(Records.TOPIC, bytes);
    // Then
    assertThat(read).isInstanceOf(Tenant.class).isEqualTo(tenant);
  }

  @Test
  void shouldPassNullThrough() {
    // Given nothing but null
    // When
    byte[] bytes = serializer(Map.of()).serialize(Records.TOPIC, null);
    Object value = deserializer(Map.of()).deserialize(Records.TOPIC, null);
    // Then
    assertThat(bytes).isNull();
    assertThat(value).isNull();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void shouldNotRegisterUnlessTold() {
    // Given an empty registry
    RegistryAvroSerializer<Tenant> serializer = serializer(Map.of());
    // When / Then
    assertThatThrownBy(() -> serializer.serialize(Records.TOPIC, Records.tenant("bank")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(Records.SUBJECT)
        .hasMessageContaining("auto.register.schemas");
    assertThat(registry.subjects()).isEmpty();
  }

  @Test
  void shouldRegisterTheTextOfTheClassUnchanged() {
    // Given a class whose schema says avro.java.string
    assertThat(Tenant.getClassSchema().toString()).contains("avro.java.string");
    // When
    byte[] bytes =
        serializer(Map.of("auto.register.schemas", true))
            .serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    int id = ByteBuffer.wrap(bytes).getInt(1);
    assertThat(registry.schemaText(id)).isEqualTo(Tenant.getClassSchema().toString());
  }

  @Test
  void shouldNameTheSubjectOfAKey() {
    // Given
    RegistryAvroSerializer<Tenant> serializer = new RegistryAvroSerializer<>();
    serializer.configure(configuration(Map.of("auto.register.schemas", "true")), true);
    // When
    serializer.serialize("a topic", Records.tenant("bank"));
    // Then
    assertThat(registry.subjects()).containsExactly("a topic-key");
  }

  @Test
  void shouldRegisterOneSchemaUnderEachTopic() {
    // Given
    RegistryAvroSerializer<Tenant> serializer = serializer(Map.of("auto.register.schemas", true));
    // When
    serializer.serialize("first", Records.tenant("bank"));
    serializer.serialize("second", Records.tenant("bank"));
    serializer.serialize("first", Records.tenant("bank"));
    // Then
    assertThat(registry.subjects()).containsExactly("first-value", "second-value");
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void shouldRoundTripGenericRecords() {
    // Given
    Schema schema =
        SchemaBuilder.record("Sample")
            .fields()
            .requiredString("text")
            .requiredDouble("number")
            .requiredFloat("small")
            .name("map")
            .type()
            .map()
            .values()
            .longType()
            .noDefault()
            .endRecord();
    GenericRecord sample = new GenericData.Record(schema);
    sample.put("text", new Utf8("wörd"));
    sample.put("number", -0.1);
    sample.put("small", 1e-30f);
    sample.put("map", Map.of(new Utf8("k"), Long.MIN_VALUE));
    // When
    byte[] bytes = serializer(Map.of("auto.register.schemas", true)).serialize("samples", sample);
    Object read = deserializer(Map.of("specific.avro.reader", false)).deserialize("samples", bytes);
    // Then
    assertThat(read).isEqualTo(sample);
  }

  @Test
  void shouldReadWhatAnOlderSchemaWrote() {
    // Given a writer that has one field more and its fields in another order
    String older =
        """
        {"type":"record","name":"TenantPolicy","namespace":"dev.assent.schemas.avro","fields":[
          {"name":"dropped","type":{"type":"array","items":"string"}},
          {"name":"retention","type":"long"},{"name":"maximumPending","type":"int"},
          {"name":"maximumFailedProofs","type":"int"},{"name":"timeToLive","type":"long"}]}
        """;
    GenericRecord written = new GenericData.Record(new Schema.Parser().parse(older));
    written.put("dropped", List.of("one", "two"));
    written.put("retention", 4L);
    written.put("maximumPending", 3);
    written.put("maximumFailedProofs", 2);
    written.put("timeToLive", 1L);
    byte[] bytes = serializer(Map.of("auto.register.schemas", true)).serialize("policies", written);
    // When
    Object read = deserializer(Map.of()).deserialize("policies", bytes);
    // Then
    assertThat(read).isEqualTo(policy());
  }

  private static TenantPolicy policy() {
    return TenantPolicy.newBuilder()
        .setTimeToLive(1)
        .setMaximumFailedProofs(2)
        .setMaximumPending(3)
        .setRetention(4)
        .build();
  }

  @Test
  void shouldResolveReferencesOfReferences() {
    // Given
    registry.register("leaf", "{\"type\":\"enum\",\"name\":\"a.Leaf\",\"symbols\":[\"GREEN\"]}");
    registry.register(
        "branch",
        """
        {"type":"record","name":"a.Branch","fields":[{"name":"leaf","type":"a.Leaf"}]}\
        """,
        new Reference("a.Leaf", "leaf", 1));
    int id =
        registry.register(
            "tree",
            """
            {"type":"record","name":"a.Tree","fields":[
              {"name":"branch","type":"a.Branch"},{"name":"leaf","type":"a.Leaf"}]}\
            """,
            new Reference("a.Branch", "branch", 1),
            new Reference("a.Leaf", "leaf", 1));
    byte[] bytes = ByteBuffer.allocate(7).put((byte) 0).putInt(id).array();
    // When
    Object read = deserializer(Map.of("specific.avro.reader", false)).deserialize("trees", bytes);
    // Then
    assertThat(read).hasToString("{\"branch\": {\"leaf\": \"GREEN\"}, \"leaf\": \"GREEN\"}");
  }

  @Test
  void shouldNotNeedTheRegistryForWhatItHasSeen() {
    // Given
    registerTenant();
    RegistryAvroSerializer<Tenant> serializer = serializer(Map.of());
    RegistryAvroDeserializer<Tenant> deserializer = deserializer(Map.of());
    deserializer.deserialize(
        Records.TOPIC, serializer.serialize(Records.TOPIC, Records.tenant("first")));
    // When
    registry.close();
    byte[] bytes = serializer.serialize(Records.TOPIC, Records.tenant("second"));
    // Then
    assertThat(deserializer.deserialize(Records.TOPIC, bytes)).isEqualTo(Records.tenant("second"));
  }

  @Test
  void shouldSendBasicCredentials() {
    // Given
    registerTenant();
    Map<String, Object> credentials =
        Map.of(
            "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "alice:s3cret");
    // When
    serializer(credentials).serialize(Records.TOPIC, Records.tenant("bank"));
    // Then "alice:s3cret" in Base64
    assertThat(registry.requests())
        .extracting(InMemoryRegistry.Request::authorization)
        .containsExactly("Basic YWxpY2U6czNjcmV0");
  }

  @Test
  void shouldRefuseAValueThatIsNoRecord() {
    // Given
    RegistryAvroSerializer<Object> serializer = serializer(Map.of());
    // When / Then
    assertThatThrownBy(() -> serializer.serialize(Records.TOPIC, "text"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void shouldRefuseARecordThatDoesNotFitAndWriteTheNext() {
    // Given
    registerTenant();
    RegistryAvroSerializer<Tenant> serializer = serializer(Map.of());
    Tenant incomplete = Records.tenant("bank");
    incomplete.setDisplayName(null);
    // When / Then
    assertThatThrownBy(() -> serializer.serialize(Records.TOPIC, incomplete))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("dev.assent.schemas.avro.Tenant");
    assertThat(
            deserializer(Map.of())
                .deserialize(
                    Records.TOPIC, serializer.serialize(Records.TOPIC, Records.tenant("next"))))
        .isEqualTo(Records.tenant("next"));
  }

  @Test
  void shouldServeEightThreadsAtOnce() throws Exception {
    // Given
    registerTenant();
    RegistryAvroSerializer<Tenant> serializer = serializer(Map.of());
    RegistryAvroDeserializer<Tenant> deserializer = deserializer(Map.of());
    List<Future<Integer>> threads = new ArrayList<>();
    // When
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        String name = "bank-" + thread + "-".repeat(thread * 10);
        threads.add(
            executor.submit(
                () -> {
                  int same = 0;
                  for (int round = 0; round < 2_000; round++) {
                    Tenant tenant = Records.tenant(name + round);
                    byte[] bytes = serializer.serialize(Records.TOPIC, tenant);
                    if (tenant.equals(deserializer.deserialize(Records.TOPIC, bytes))) {
                      same++;
                    }
                  }
                  return same;
                }));
      }
    }
    // Then
    for (Future<Integer> thread : threads) {
      assertThat(thread.get()).isEqualTo(2_000);
    }
  }
}
