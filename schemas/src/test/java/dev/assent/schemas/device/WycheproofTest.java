package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of C2SP Wycheproof ({@code wycheproof/README.md}): what is valid verifies, and nothing
 * else does. The few that are "acceptable" are a DigestInfo without NULL, which RFC 8017 section
 * 9.2 does not make: they do not verify either.
 */
class WycheproofTest {
  private static final HexFormat HEX = HexFormat.of();

  /** A signature that some key of the file is asked to verify. */
  private record Case(JsonNode group, JsonNode test) {
    byte[] message() {
      return HEX.parseHex(test.get("msg").textValue());
    }

    byte[] signature() {
      return HEX.parseHex(test.get("sig").textValue());
    }

    boolean valid() {
      return test.get("result").textValue().equals("valid");
    }

    byte[] publicKey(String member) {
      return HEX.parseHex(group.at("/publicKey/" + member).textValue());
    }

    @Override
    public String toString() {
      return "case " + test.get("tcId") + ": " + test.get("comment");
    }
  }

  @Test
  @Tag("SCA-3")
  @Tag("JW-4")
  void shouldAgreeOnEveryEs256Case() throws IOException {
    // Given
    List<Case> cases = read("ecdsa_secp256r1_sha256_p1363_test.json", 262);

    // Then
    agree(cases, WycheproofTest::ellipticCurve, Case::signature);
  }

  @Test
  void shouldAgreeOnEveryEs256CaseThatADeviceConvertsFromDer() throws IOException {
    // Given: what has no other form is what a device cannot send
    List<Case> cases = read("ecdsa_secp256r1_sha256_test.json", 484);
    List<Case> convertible = new ArrayList<>();
    for (Case each : cases) {
      if (converted(each.signature()).isPresent()) {
        convertible.add(each);
      } else {
        assertThat(each.valid()).as(each.toString()).isFalse();
      }
    }

    // Then
    assertThat(convertible).hasSize(249);
    agree(
        convertible,
        WycheproofTest::ellipticCurve,
        each -> converted(each.signature()).orElseThrow());
  }

  @Test
  void shouldNotVerifyAnEs256SignatureInDer() throws IOException {
    for (Case each : read("ecdsa_secp256r1_sha256_test.json", 484)) {
      // Given
      SigningKey key = ellipticCurve(each).requireSigningKey();

      // Then
      assertThat(ProofSignature.verify(key, each.message(), each.signature()))
          .as(each.toString())
          .isFalse();
    }
  }

  @Test
  @Tag("SCA-3")
  void shouldAgreeOnEveryEd25519Case() throws IOException {
    // Given
    List<Case> cases = read("ed25519_test.json", 151);

    // Then
    agree(
        cases,
        each -> JsonWebKey.of("OKP", "Ed25519", Base64Url.encode(each.publicKey("pk"))),
        Case::signature);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_signature_2048_sha256_test.json,259,RS256,257",
    "rsa_signature_3072_sha256_test.json,259,RS256,258",
    "rsa_pss_2048_sha256_mgf1_32_test.json,108,PS256,108",
    "rsa_pss_3072_sha256_mgf1_32_test.json,108,PS256,108"
  })
  void shouldAgreeOnEveryRsaCaseWhoseExponentIsOurs(
      String fileName, int all, String algorithm, int ours) throws IOException {
    // Given
    List<Case> cases =
        read(fileName, all).stream()
            .filter(each -> HEX.formatHex(each.publicKey("publicExponent")).equals("010001"))
            .toList();

    // Then
    assertThat(cases).hasSize(ours);
    agree(cases, each -> rsa(each, algorithm), Case::signature);
  }

  @ParameterizedTest
  @CsvSource({"rsa_signature_2048_sha256_test.json,2", "rsa_signature_3072_sha256_test.json,1"})
  void shouldRefuseTheKeysOfAnotherExponent(String fileName, int others) throws IOException {
    // Given
    List<Case> cases =
        read(fileName, 259).stream()
            .filter(each -> HEX.formatHex(each.publicKey("publicExponent")).equals("03"))
            .toList();

    // Then
    assertThat(cases).hasSize(others);
    assertThat(cases)
        .allSatisfy(
            each ->
                assertThat(rsa(each, "RS256"))
                    .extracting(WycheproofTest::refusal)
                    .isEqualTo("e must be AQAB, which is 65537"));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_signature_2048_sha256_test.json,RS256,PS256",
    "rsa_pss_2048_sha256_mgf1_32_test.json,PS256,RS256"
  })
  @Tag("JW-1")
  void shouldVerifyByTheAlgorithmOfTheKeyOnly(String fileName, String own, String other)
      throws IOException {
    // Given
    Case valid = read(fileName).stream().filter(Case::valid).findFirst().orElseThrow();

    // Then
    assertThat(verifies(rsa(valid, own), valid, valid.signature())).isTrue();
    assertThat(verifies(rsa(valid, other), valid, valid.signature())).isFalse();
  }

  private static void agree(
      List<Case> cases, Function<Case, JsonWebKey> publicKey, Function<Case, byte[]> signature) {
    SoftAssertions softly = new SoftAssertions();
    for (Case each : cases) {
      softly
          .assertThat(verifies(publicKey.apply(each), each, signature.apply(each)))
          .as(each.toString())
          .isEqualTo(each.valid());
    }
    softly.assertAll();
  }

  private static boolean verifies(JsonWebKey key, Case each, byte[] signature) {
    return ProofSignature.verify(key.requireSigningKey(), each.message(), signature);
  }

  private static JsonWebKey ellipticCurve(Case each) {
    byte[] point = each.publicKey("uncompressed");
    return JsonWebKey.of(
        "EC",
        "P-256",
        Base64Url.encode(Arrays.copyOfRange(point, 1, 33)),
        Base64Url.encode(Arrays.copyOfRange(point, 33, 65)));
  }

  private static JsonWebKey rsa(Case each, String algorithm) {
    return new JsonWebKey.Rsa(
        Base64Url.encode(withoutZero(each.publicKey("modulus"))),
        Base64Url.encode(withoutZero(each.publicKey("publicExponent"))),
        algorithm);
  }

  private static byte[] withoutZero(byte[] integer) {
    return integer[0] == 0 ? Arrays.copyOfRange(integer, 1, integer.length) : integer;
  }

  private static String refusal(JsonWebKey key) {
    try {
      return "none for " + key.requireSigningKey();
    } catch (IllegalArgumentException refused) {
      return refused.getMessage();
    }
  }

  /** As {@code docs/reference/device-protocol.md} has a device do: strict DER, 32 bytes each. */
  private static Optional<byte[]> converted(byte[] der) {
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(der);
      if (sequence.size() != 2 || !Arrays.equals(sequence.getEncoded("DER"), der)) {
        return Optional.empty();
      }
      byte[] signature = new byte[64];
      for (int i = 0; i < 2; i++) {
        BigInteger number = ASN1Integer.getInstance(sequence.getObjectAt(i)).getValue();
        if (number.signum() < 0 || number.bitLength() > 256) {
          return Optional.empty();
        }
        byte[] bytes = withoutZero(number.toByteArray());
        System.arraycopy(bytes, 0, signature, 32 * (i + 1) - bytes.length, bytes.length);
      }
      return Optional.of(signature);
    } catch (IllegalArgumentException | IllegalStateException | IOException _) {
      return Optional.empty();
    }
  }

  private static List<Case> read(String fileName, int expected) throws IOException {
    List<Case> cases = read(fileName);
    assertThat(cases).hasSize(expected);
    return cases;
  }

  private static List<Case> read(String fileName) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream file = WycheproofTest.class.getResourceAsStream("/wycheproof/" + fileName)) {
      for (JsonNode group : new ObjectMapper().readTree(file).get("testGroups")) {
        group.get("tests").forEach(test -> cases.add(new Case(group, test)));
      }
    }
    return cases;
  }
}
