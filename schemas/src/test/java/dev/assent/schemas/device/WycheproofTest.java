package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The cases of C2SP Wycheproof. They are read from {@code wycheproof/} under the folder that the
 * system property {@code assent.vectors} names, else from {@code ../shared/vectors} beside the
 * repository; the test is skipped, and says so, where there is none.
 */
class WycheproofTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void shouldAgreeOnEveryEs256Case() throws IOException {
    agree(
        "ecdsa_secp256r1_sha256_p1363_test.json",
        group -> {
          byte[] point = HEX.parseHex(group.at("/publicKey/uncompressed").textValue());
          return JsonWebKey.of(
              "EC",
              "P-256",
              Base64Url.encode(Arrays.copyOfRange(point, 1, 33)),
              Base64Url.encode(Arrays.copyOfRange(point, 33, 65)));
        });
  }

  @Test
  void shouldAgreeOnEveryEd25519Case() throws IOException {
    agree(
        "ed25519_test.json",
        group ->
            JsonWebKey.of(
                "OKP",
                "Ed25519",
                Base64Url.encode(HEX.parseHex(group.at("/publicKey/pk").textValue()))));
  }

  private static void agree(String fileName, Function<JsonNode, JsonWebKey> publicKey)
      throws IOException {
    // Given
    Path file = folder().resolve("wycheproof").resolve(fileName);
    if (!Files.exists(file)) {
      System.out.println("skipped: no " + fileName + "; set -Dassent.vectors to their folder");
    }
    assumeTrue(Files.exists(file), "the Wycheproof vectors are not here");
    JsonNode cases = new ObjectMapper().readTree(file.toFile());
    SoftAssertions softly = new SoftAssertions();
    int seen = 0;

    // When
    for (JsonNode group : cases.get("testGroups")) {
      SigningKey key = publicKey.apply(group).requireSigningKey();
      for (JsonNode each : group.get("tests")) {
        boolean verified =
            ProofSignature.verify(
                key,
                HEX.parseHex(each.get("msg").textValue()),
                HEX.parseHex(each.get("sig").textValue()));
        softly
            .assertThat(verified)
            .as("case %s: %s", each.get("tcId"), each.get("comment"))
            .isEqualTo(each.get("result").textValue().equals("valid"));
        seen++;
      }
    }

    // Then
    softly.assertAll();
    assertThat(seen).isEqualTo(cases.get("numberOfTests").intValue());
  }

  /** Surefire runs in the module's folder. */
  private static Path folder() {
    String given = System.getProperty("assent.vectors");
    return given == null ? Path.of("../../shared/vectors") : Path.of(given);
  }
}
