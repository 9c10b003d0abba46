package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRecordTest {
  private InMemoryRegistry registry;
  private int tenantId;
  private RegistryAvroDeserializer<Object> deserializer;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
    tenantId = registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
    deserializer = new RegistryAvroDeserializer<>();
    deserializer.configure(registry.configuration(), false);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private byte[] tenantBytes() {
    RegistryAvroSerializer<Tenant> serializer = new RegistryAvroSerializer<>();
    serializer.configure(registry.configuration(), false);
    return serializer.serialize(Records.TOPIC, Records.tenant("bank"));
  }

  private static byte[] framed(int id, byte... body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  private void shouldBeMalformed(byte[] bytes, String message) {
    assertThatThrownBy(() -> deserializer.deserialize(Records.TOPIC, bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "ff", "00000000", "c3010203"})
  void shouldRefuseTooFewBytes(String hex) {
    shouldBeMalformed(HexFormat.of().parseHex(hex), "too few");
  }

  @Test
  void shouldRefuseAnotherFirstByte() {
    byte[] bytes = tenantBytes();
    bytes[0] = 1;
    shouldBeMalformed(bytes, "first byte");
  }

  @Test
  void shouldRefuseAnUnknownId() {
    shouldBeMalformed(framed(2_000_000_000, (byte) 0), "does not know schema id 2000000000");
  }

  @Test
  void shouldRefuseANegativeIdWithoutAsking() {
    shouldBeMalformed(framed(-1, (byte) 0), "4294967295");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] bytes = tenantBytes();
    for (int length = 0; length < bytes.length; length++) {
      shouldBeMalformed(Arrays.copyOf(bytes, length), "");
    }
  }

  @Test
  void shouldRefuseTrailingBytes() {
    byte[] bytes = tenantBytes();
    shouldBeMalformed(Arrays.copyOf(bytes, bytes.length + 3), "3 bytes follow");
  }

  @Test
  void shouldReadTheNextRecordAfterABadOne() {
    byte[] bytes = tenantBytes();
    shouldBeMalformed(Arrays.copyOf(bytes, bytes.length - 1), "");
    assertThat(deserializer.deserialize(Records.TOPIC, bytes)).isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldRefuseASchemaOfNoGeneratedClass() {
    int id =
        registry.register("foreign", "{\"type\":\"record\",\"name\":\"a.Foreign\",\"fields\":[]}");
    shouldBeMalformed(framed(id), "a.Foreign");
  }

  @Test
  void shouldRefuseASchemaNamedLikeAnOrdinaryClass() {
    int id =
        registry.register(
            "foreign", "{\"type\":\"record\",\"name\":\"java.lang.String\",\"fields\":[]}");
    shouldBeMalformed(framed(id), "java.lang.String");
  }

  @Test
  void shouldRefuseASchemaThatDoesNotFitTheClass() {
    int id =
        registry.register(
            "foreign",
            "{\"type\":\"record\",\"name\":\"dev.assent.schemas.avro.Tenant\",\"fields\":[]}");
    shouldBeMalformed(framed(id), "dev.assent.schemas.avro.Tenant");
  }

  @Test
  void shouldRefuseASchemaOfAnotherType() {
    int id = registry.registerForeign("foreign", "PROTOBUF", "syntax = \"proto3\";");
    shouldBeMalformed(framed(id, (byte) 0), "PROTOBUF");
  }

  @Test
  void shouldRefuseASchemaTextThatIsNotAvro() {
    int id = registry.register("foreign", "{\"type\":\"nonsense\"}");
    shouldBeMalformed(framed(id, (byte) 0), "not an Avro schema");
  }

  /** A length far beyond the record, in each place where Avro would allocate it. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        5_000,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE,
        1L << 40,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  @Tag("JW-13")
  void shouldRefuseAHostileLength(long length) throws IOException {
    // Given
    byte[] string = encoded(encoder -> encoder.writeLong(length));
    byte[] array =
        encoded(
            encoder -> {
              encoder.writeString("tenant");
              encoder.writeString("display");
              encoder.writeBoolean(true);
              encoder.writeLong(length);
            });
    // When / Then
    shouldBeMalformed(framed(tenantId, string), "");
    shouldBeMalformed(framed(tenantId, array), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"bytes\"",
        "\"string\"",
        "{\"type\":\"array\",\"items\":\"null\"}",
        "{\"type\":\"map\",\"values\":\"null\"}",
        "{\"type\":\"fixed\",\"name\":\"Fixed\",\"size\":16}"
      })
  void shouldRefuseAHostileLengthOfAnyType(String schema) throws IOException {
    // Given
    int id = registry.register("hostile", schema);
    byte[] bytes = framed(id, encoded(encoder -> encoder.writeLong(Integer.MAX_VALUE - 8)));
    RegistryAvroDeserializer<Object> generic = generic();
    // When / Then
    assertThatThrownBy(() -> generic.deserialize("any", bytes))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void shouldRefuseManyItemsOfNoBytes() throws IOException {
    // Given a complete and correct array of 100,000 nulls in four bytes
    int id = registry.register("nulls", "{\"type\":\"array\",\"items\":\"null\"}");
    byte[] body =
        encoded(
            encoder -> {
              encoder.writeLong(100_000);
              encoder.writeLong(0);
            });
    RegistryAvroDeserializer<Object> generic = generic();
    // When / Then
    assertThatThrownBy(() -> generic.deserialize("any", framed(id, body)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("100000 items");
  }

  @Test
  void shouldReadAFewItemsOfNoBytes() throws IOException {
    // Given
    int id = registry.register("nulls", "{\"type\":\"array\",\"items\":\"null\"}");
    byte[] body =
        encoded(
            encoder -> {
              encoder.writeLong(500);
              encoder.writeLong(0);
            });
    // When
    Object read = generic().deserialize("any", framed(id, body));
    // Then
    assertThat(read).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(500);
  }

  @Test
  @Tag("JW-13")
  void shouldRefuseNestingThatNoStackHolds() {
    // Given a list of a million links, each in one byte
    int id =
        registry.register(
            "links",
            """
            {"type":"record","name":"Link","fields":[{"name":"next","type":["null","Link"]}]}\
            """);
    byte[] bytes = framed(id, new byte[1_000_000]);
    Arrays.fill(bytes, 5, bytes.length - 1, (byte) 2);
    RegistryAvroDeserializer<Object> generic = generic();
    // When / Then
    assertThatThrownBy(() -> generic.deserialize("any", bytes))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void shouldReadOrRefuseAnyMutationOfARecord() {
    // Given
    long seed = Long.getLong("assent.test.seed", System.nanoTime());
    System.out.println("MalformedRecordTest: -Dassent.test.seed=" + seed);
    Random random = new Random(seed);
    byte[] original = tenantBytes();
    int refused = 0;
    // When
    for (int round = 0; round < 20_000; round++) {
      byte[] mutated = original.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        mutated[5 + random.nextInt(mutated.length - 5)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(deserializer.deserialize(Records.TOPIC, mutated)).isInstanceOf(Tenant.class);
      } catch (MalformedRecordException malformed) {
        refused++;
      }
    }
    // Then nothing else was thrown
    assertThat(refused).isBetween(1, 19_999);
  }

  private RegistryAvroDeserializer<Object> generic() {
    RegistryAvroDeserializer<Object> generic = new RegistryAvroDeserializer<>();
    generic.configure(
        Map.of("schema.registry.url", registry.url(), "specific.avro.reader", "false"), false);
    return generic;
  }

  private interface Body {
    void write(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] encoded(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    body.write(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
