package dev.assent.schemas.device.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebKeyReaderTest {
  private static final String ED25519 =
      "'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'";
  private static final String X25519 =
      "'kty':'OKP','crv':'X25519','x':'3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08'";
  private static final String P256 =
      "'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
          + "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'";

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
        ",'use':'enc'",
        ",'key_ops':['sign']",
        ",'key_ops':'verify'",
        ",'key_ops':[1]",
        ",'kid':7",
        ",'y':null"
      })
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
