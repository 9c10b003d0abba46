package dev.assent.schemas.device.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.avro.JsonWebKey;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonWebKeyRecordTest {
  /** The schema before RSA keys: what it wrote is on topics for years. */
  private static final Schema BEFORE_RSA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "JsonWebKey", "namespace": "dev.assent.schemas.avro",
               "fields": [
                 {"name": "kty", "type": "string"},
                 {"name": "crv", "type": "string"},
                 {"name": "x", "type": "string"},
                 {"name": "y", "type": ["null", "string"], "default": null}]}
              """);

  static Stream<dev.assent.schemas.device.JsonWebKey> keys() {
    return Stream.of(
        dev.assent.schemas.device.JsonWebKey.of("EC", "P-256", "1", "2"),
        dev.assent.schemas.device.JsonWebKey.of("OKP", "Ed25519", "1"),
        new dev.assent.schemas.device.JsonWebKey.Rsa("1", "2", "PS256"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldReadWhatItWrote(dev.assent.schemas.device.JsonWebKey key) {
    assertThat(JsonWebKeyRecord.read(JsonWebKeyRecord.write(key))).isEqualTo(key);
  }

  @Test
  void shouldRefuseMembersOfTwoTypes() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JsonWebKeyRecord.read(new JsonWebKey("RSA", "P-256", "", null, "1", "2", "RS256")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JsonWebKeyRecord.read(
                    new JsonWebKey("OKP", "Ed25519", "1", null, null, null, "RS256")));
  }

  @Test
  void shouldRefuseARecordWithoutAMemberOfItsType() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JsonWebKeyRecord.read(new JsonWebKey("RSA", "", "", null, "1", "2", null)))
        .withMessage("a key must have alg");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JsonWebKeyRecord.read(new JsonWebKey("OKP", "", "1", null, null, null, null)))
        .withMessage("a key must have crv");
  }

  @Test
  void shouldBeReadableAcrossTheSchemaBeforeRsaKeysBothWays() {
    assertThat(compatibility(JsonWebKey.getClassSchema(), BEFORE_RSA))
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(compatibility(BEFORE_RSA, JsonWebKey.getClassSchema()))
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }
}
