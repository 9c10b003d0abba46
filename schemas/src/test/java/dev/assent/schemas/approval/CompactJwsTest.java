package dev.assent.schemas.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompactJwsTest {
  private static final String CLAIMS =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
          + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

  /** The examples of the standards, word for word. */
  record Vector(String source, JsonWebKey key, String token, String payload) {
    @Override
    public String toString() {
      return source;
    }
  }

  static Stream<Vector> vectors() {
    String claims =
        "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
    return Stream.of(
        new Vector(
            "RFC 7515 appendix A.2",
            JsonWebKey.of(
                Map.of(
                    "kty",
                    "RSA",
                    "n",
                    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJ"
                        + "rcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soM"
                        + "Zo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2"
                        + "CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8"
                        + "NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
                    "e",
                    "AQAB",
                    "alg",
                    "RS256")),
            "eyJhbGciOiJSUzI1NiJ9."
                + CLAIMS
                + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5Y"
                + "Kt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBA"
                + "rLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7"
                + "noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlU"
                + "PQGe77Rw",
            claims),
        new Vector(
            "RFC 7515 appendix A.3",
            JsonWebKey.of(
                "EC",
                "P-256",
                "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            "eyJhbGciOiJFUzI1NiJ9."
                + CLAIMS
                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6"
                + "NU1Q",
            claims),
        new Vector(
            "RFC 8037 appendix A.4",
            JsonWebKey.of("OKP", "Ed25519", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-"
                + "09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            "Example of Ed25519 signing"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void shouldVerifyTheExamplesOfTheStandards(Vector vector) {
    // When
    CompactJws read = CompactJws.read(vector.token()).orElseThrow();

    // Then
    assertThat(new String(read.payload(), StandardCharsets.UTF_8)).isEqualTo(vector.payload());
    assertThat(read.isSignedBy(new SigningKey(vector.key()))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @Tag("JW-4")
  void shouldNotVerifyTheExamplesWithAnotherSignature(Vector vector) {
    // Given
    int signature = vector.token().lastIndexOf('.') + 1;
    int length = CompactJws.read(vector.token()).orElseThrow().signature().length;
    byte[] flipped = CompactJws.read(vector.token()).orElseThrow().signature();
    flipped[length / 2] ^= 1;

    for (byte[] wrong :
        new byte[][] {new byte[0], new byte[length], new byte[length + 1], flipped}) {
      // When
      CompactJws read =
          CompactJws.read(vector.token().substring(0, signature) + CompactJws.encode(wrong))
              .orElseThrow();

      // Then
      assertThat(read.isSignedBy(new SigningKey(vector.key()))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA", "RS256"})
  @Tag("JW-1")
  void shouldVerifyOnlyWithTheAlgorithmOfTheKey(SignatureAlgorithm algorithm) {
    // Given
    TestIssuer issuer = new TestIssuer(algorithm);
    String right = algorithm.jwsName();

    for (String named :
        new String[] {
          "none", "None", "HS256", "PS256", "ES384", right.toLowerCase(Locale.ROOT), right
        }) {
      // When
      CompactJws read = CompactJws.read(issuer.token(header(named), "{}")).orElseThrow();

      // Then
      assertThat(read.isSignedBy(issuer.publicKey())).as(named).isEqualTo(named.equals(right));
    }
  }

  @ParameterizedTest
  @Tag("JW-6")
  @Tag("JW-9")
  @Tag("JW-13")
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\",\"jku\":\"https://attacker\"}",
        "{\"alg\":\"ES256\",\"jwk\":{}}",
        "{\"alg\":\"ES256\",\"x5u\":\"https://attacker\"}",
        "{\"alg\":\"ES256\",\"x5c\":[]}",
        "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
        "{\"alg\":[\"ES256\"]}",
        "{\"alg\":null}",
        "{\"kid\":\"k\"}",
        "{\"alg\":\"ES256\"}{}",
        "{\"alg\":\"ES256\",\"kid\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}}",
        "[]",
        "null",
        ""
      })
  void shouldNotReadAHeaderThatWeNeverWrite(String header) {
    // When
    String token = TestIssuer.encode(header) + "." + TestIssuer.encode("{}") + ".AA";

    // Then
    assertThat(CompactJws.read(token)).isEmpty();
  }

  @Test
  @Tag("JW-13")
  void shouldNotReadAHeaderThatIsTooLong() {
    // When
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + "k".repeat(1_000) + "\"}";

    // Then
    assertThat(CompactJws.read(TestIssuer.encode(header) + ".e30.AA")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "eyJhbGciOiJFUzI1NiJ9",
        "eyJhbGciOiJFUzI1NiJ9.e30",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA.AA",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA.",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA==",
        "eyJhbGciOiJFUzI1NiJ9.e30.AB",
        "eyJhbGciOiJFUzI1NiJ9.e3 0.AA",
        "eyJhbGciOiJFUzI1NiJ9.e30.A+",
        " eyJhbGciOiJFUzI1NiJ9.e30.AA",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA\n"
      })
  void shouldReadOneSpellingOnly(String token) {
    // When
    var read = CompactJws.read(token);

    // Then
    assertThat(read).isEmpty();
  }

  private static String header(String algorithm) {
    return "{\"alg\":\"" + algorithm + "\"}";
  }
}
