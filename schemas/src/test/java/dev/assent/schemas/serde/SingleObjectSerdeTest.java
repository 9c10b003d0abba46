package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleObjectSerdeTest {
  private static final Schema OLDER_POLICY =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"TenantPolicy","namespace":"dev.assent.schemas.avro","fields":[
                {"name":"retention","type":"int"},{"name":"maximumPending","type":"int"},
                {"name":"maximumFailedProofs","type":"int"},{"name":"timeToLive","type":"int"}]}
              """);

  private final SingleObjectSerde<Tenant> serde = SingleObjectSerde.of(Tenant.class);

  private static byte[] writtenByAvro(Tenant tenant) throws Exception {
    ByteBuffer buffer = tenant.toByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void shouldWriteWhatAvroWrites() throws Exception {
    Tenant tenant = Records.tenant("bank");
    byte[] bytes = serde.encode(tenant);
    assertThat(bytes).isEqualTo(writtenByAvro(tenant)).startsWith(0xC3, 0x01);
  }

  @Test
  void shouldReadWhatAvroWrites() throws Exception {
    Tenant tenant = Records.tenant("bank");
    assertThat(serde.decode(writtenByAvro(tenant))).isEqualTo(tenant);
  }

  @Test
  void shouldServeAsKafkaSerde() {
    // Given
    Tenant tenant = Records.tenant("bank");
    // When
    byte[] bytes = serde.serializer().serialize("store", tenant);
    // Then
    assertThat(serde.deserializer().deserialize("store", bytes)).isEqualTo(tenant);
    assertThat(serde.serializer().serialize("store", null)).isNull();
    assertThat(serde.deserializer().deserialize("store", null)).isNull();
  }

  private static byte[] olderPolicy() throws Exception {
    GenericRecord older = new GenericData.Record(OLDER_POLICY);
    older.put("retention", 4);
    older.put("maximumPending", 3);
    older.put("maximumFailedProofs", 2);
    older.put("timeToLive", 1);
    ByteBuffer buffer =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), OLDER_POLICY).encode(older);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void shouldReadWhatAKnownOlderSchemaWrote() throws Exception {
    // Given
    SingleObjectSerde<TenantPolicy> policies =
        SingleObjectSerde.of(TenantPolicy.class, List.of(OLDER_POLICY));
    // When
    TenantPolicy read = policies.decode(olderPolicy());
    // Then
    assertThat(read)
        .isEqualTo(
            TenantPolicy.newBuilder()
                .setTimeToLive(1)
                .setMaximumFailedProofs(2)
                .setMaximumPending(3)
                .setRetention(4)
                .build());
  }

  @Test
  void shouldRefuseWhatAnUnknownSchemaWrote() throws Exception {
    byte[] bytes = olderPolicy();
    SingleObjectSerde<TenantPolicy> policies = SingleObjectSerde.of(TenantPolicy.class);
    assertThatThrownBy(() -> policies.decode(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("no known schema");
  }

  @Test
  void shouldRefuseAnOlderSchemaThatTheClassCannotRead() {
    assertThatThrownBy(() -> SingleObjectSerde.of(Tenant.class, List.of(OLDER_POLICY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dev.assent.schemas.avro.Tenant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c3",
        "c301",
        "c30102030405060708",
        "c3020102030405060708",
        "00000000010203040506"
      })
  void shouldRefuseOtherBytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> serde.decode(bytes)).isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void shouldRefuseEveryTruncationAndAnyTail() {
    byte[] bytes = serde.encode(Records.tenant("bank"));
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> serde.decode(other)).isInstanceOf(MalformedRecordException.class);
      }
    }
  }
}
