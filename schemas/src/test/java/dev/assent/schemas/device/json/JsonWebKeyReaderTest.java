package dev.assent.schemas.device.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebKeyReaderTest {
  private static final String ED25519 =
      "'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'";
  private static final String X25519 =
      "'kty':'OKP','crv':'X25519','x':'3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08'";
  private static final String P256 =
      "'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
          + "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'";

  /** RFC 7638 section 3.1. */
  private static final String RSA =
      "'kty':'RSA','e':'AQAB','n':'0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86"
          + "zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7"
          + "_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n"
          + "91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFC"
          + "ur-kEgU8awapJzKnqDKgw'";

  @Test
  void shouldReadKeysWithAllThatMayStandBesideThem() {
    assertThat(
            JsonWebKeyReader.readSigningKey(
                    json(P256 + ",'alg':'ES256','use':'sig','key_ops':['verify'],'kid':'1'"))
                .algorithm())
        .isEqualTo(SignatureAlgorithm.ES256);
    assertThat(JsonWebKeyReader.readSigningKey(json(ED25519 + ",'alg':'EdDSA'")).algorithm())
        .isEqualTo(SignatureAlgorithm.EDDSA);
    assertThat(
            JsonWebKeyReader.readEncryptionKey(
                    json(X25519 + ",'use':'enc','key_ops':['deriveBits']"))
                .keyEncapsulation())
        .isEqualTo(KeyEncapsulation.X25519);
    assertThat(JsonWebKeyReader.readEncryptionKey(json(P256 + ",'key_ops':[]")).keyEncapsulation())
        .isEqualTo(KeyEncapsulation.P256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'d':'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'",
        ",'x5c':[]",
        ",'alg':'ES256'",
        ",'alg':'none'",
        ",'alg':null",
        ",'n':'AQAB'",
        ",'use':'enc'",
        ",'key_ops':['sign']",
        ",'key_ops':'verify'",
        ",'key_ops':[1]",
        ",'kid':7",
        ",'y':null"
      })
  @Tag("JW-2")
  void shouldRefuseASigningKeyWith(String more) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKeyReader.readSigningKey(json(ED25519 + more)))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("nWGx", "11qY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",'alg':'ECDH-ES'", ",'use':'sig'", ",'key_ops':['verify']", ",'d':''"})
  void shouldRefuseAnEncryptionKeyWith(String more) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKeyReader.readEncryptionKey(json(X25519 + more)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'",
        "'kty':'OKP','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'",
        "'kty':'OKP','crv':'Ed25519'",
        "'kty':1,'crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'",
        "'kty':'OKP','crv':'Ed25519','x':{}"
      })
  void shouldRefuseAKeyWithoutItsMembers(String members) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKeyReader.readSigningKey(json(members)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256"})
  void shouldReadAnRsaKeyWithTheAlgorithmThatItNames(String algorithm) {
    assertThat(
            JsonWebKeyReader.readSigningKey(json(RSA + ",'alg':'" + algorithm + "','use':'sig'"))
                .algorithm()
                .jwsName())
        .isEqualTo(algorithm);
  }

  @ParameterizedTest
  @CsvSource({
    "'',a key must have alg",
    "',\"alg\":\"RS512\"',alg of an RSA key must be RS256 or PS256",
    "',\"alg\":\"ps256\"',alg of an RSA key must be RS256 or PS256",
    "',\"alg\":\"none\"',alg of an RSA key must be RS256 or PS256",
    "',\"alg\":\"PS256\",\"crv\":\"P-256\"',"
        + "'a key of its kty has only the members kty, n, e, alg'",
    "',\"alg\":\"PS256\",\"p\":\"AA\"',a private key must never leave the device"
  })
  @Tag("JW-2")
  void shouldRefuseAnRsaKeyWith(String more, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKeyReader.readSigningKey(json(RSA + more)))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'alg':'RS256'"})
  void shouldRefuseToSealToAnRsaKey(String more) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKeyReader.readEncryptionKey(json(RSA + more)))
        .withMessage("an encryption key must not be RSA");
  }

  @Test
  void shouldRefuseWhatIsNoObject() throws JsonProcessingException {
    JsonNode array = new ObjectMapper().readTree("[]");
    assertThatIllegalArgumentException().isThrownBy(() -> JsonWebKeyReader.readSigningKey(array));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonWebKeyReader.readSigningKey(null));
  }

  private static JsonNode json(String members) {
    try {
      return new ObjectMapper().readTree("{" + members.replace('\'', '"') + "}");
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
