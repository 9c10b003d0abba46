package dev.assent.schemas.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofSignatureTest {
  private static final SigningKey ES256 = DeviceKeyTest.P256.requireSigningKey();
  private static final SigningKey EDDSA = DeviceKeyTest.ED25519.requireSigningKey();

  /** RFC 7515 appendix A.3.1. */
  private static final byte[] ES256_MESSAGE =
      ("eyJhbGciOiJFUzI1NiJ9."
              + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
              + "Ijp0cnVlfQ")
          .getBytes(US_ASCII);

  private static final byte[] ES256_SIGNATURE =
      Base64.getUrlDecoder()
          .decode(
              "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

  /** RFC 8037 appendix A.4. */
  private static final byte[] EDDSA_MESSAGE =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(US_ASCII);

  private static final byte[] EDDSA_SIGNATURE =
      Base64.getUrlDecoder()
          .decode(
              "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");

  private static final byte[] ORDER =
      HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

  @Test
  void shouldVerifyTheSignaturesOfTheStandards() {
    assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, ES256_SIGNATURE)).isTrue();
    assertThat(ProofSignature.verify(EDDSA, EDDSA_MESSAGE, EDDSA_SIGNATURE)).isTrue();
  }

  @Test
  @Tag("SCA-3")
  void shouldNotVerifyAnySingleBitChanged() {
    for (int bit = 0; bit < 8 * 64; bit += 5) {
      assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, flip(ES256_SIGNATURE, bit)))
          .as("ES256 with bit %d flipped", bit)
          .isFalse();
      assertThat(ProofSignature.verify(EDDSA, EDDSA_MESSAGE, flip(EDDSA_SIGNATURE, bit)))
          .as("EdDSA with bit %d flipped", bit)
          .isFalse();
    }
  }

  @Test
  @Tag("NI-1")
  @Tag("JW-1")
  void shouldNotVerifyUnderAnotherKeyOrAlgorithm() {
    assertThat(ProofSignature.verify(EDDSA, ES256_MESSAGE, ES256_SIGNATURE)).isFalse();
    assertThat(ProofSignature.verify(ES256, EDDSA_MESSAGE, EDDSA_SIGNATURE)).isFalse();
    assertThat(ProofSignature.verify(ES256, EDDSA_MESSAGE, ES256_SIGNATURE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 63, 65, 128})
  void shouldNotVerifyAnotherLength(int length) {
    assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, Arrays.copyOf(ES256_SIGNATURE, length)))
        .isFalse();
    assertThat(ProofSignature.verify(EDDSA, EDDSA_MESSAGE, Arrays.copyOf(EDDSA_SIGNATURE, length)))
        .isFalse();
  }

  @Test
  @Tag("JW-4")
  void shouldNotVerifyNumbersOutsideTheirRange() {
    byte[] zero = new byte[32];
    for (byte[] outside : new byte[][] {zero, ORDER}) {
      byte[] badR = ES256_SIGNATURE.clone();
      System.arraycopy(outside, 0, badR, 0, 32);
      byte[] badS = ES256_SIGNATURE.clone();
      System.arraycopy(outside, 0, badS, 32, 32);
      assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, badR)).isFalse();
      assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, badS)).isFalse();
    }
    assertThat(ProofSignature.verify(ES256, ES256_MESSAGE, new byte[64])).isFalse();
    assertThat(ProofSignature.verify(EDDSA, EDDSA_MESSAGE, new byte[64])).isFalse();
  }

  @Test
  void shouldNotVerifyUnderAnEd25519TextThatIsNoPoint() {
    // Given: y = 2 has no x on the curve
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    SigningKey key = JsonWebKey.of("OKP", "Ed25519", Base64Url.encode(noPoint)).requireSigningKey();

    // Then
    assertThat(ProofSignature.verify(key, EDDSA_MESSAGE, EDDSA_SIGNATURE)).isFalse();
  }

  @Test
  void shouldParseDigitsOfEitherCase() {
    // Given
    String upper = HexFormat.of().withUpperCase().formatHex(ES256_SIGNATURE);

    // Then
    assertThat(ProofSignature.parse(upper)).hasValue(ES256_SIGNATURE);
    assertThat(ProofSignature.parse(HexFormat.of().formatHex(ES256_SIGNATURE)))
        .hasValue(ES256_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 256, 257, 512})
  void shouldParseEveryLengthThatAKeyCanAskFor(int length) {
    assertThat(ProofSignature.parse("0a".repeat(length)))
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(length));
  }

  @Test
  void shouldParseNothingElse() {
    String digits = "0".repeat(128);
    assertThat(ProofSignature.parse("")).isEmpty();
    assertThat(ProofSignature.parse(digits.substring(2))).isEmpty();
    assertThat(ProofSignature.parse(digits + "00")).isEmpty();
    assertThat(ProofSignature.parse("0".repeat(510))).isEmpty();
    assertThat(ProofSignature.parse("0".repeat(513))).isEmpty();
    assertThat(ProofSignature.parse("0".repeat(1026))).isEmpty();
    assertThat(ProofSignature.parse(digits.substring(1) + "g")).isEmpty();
    assertThat(ProofSignature.parse(digits.substring(1) + "\uff10")).isEmpty();
    assertThat(ProofSignature.parse(digits + "\n")).isEmpty();
  }

  private static byte[] flip(byte[] signature, int bit) {
    byte[] changed = signature.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }
}
