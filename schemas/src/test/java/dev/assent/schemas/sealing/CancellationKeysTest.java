package dev.assent.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationKeysTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Path PAGE = Path.of("../docs/reference/device-protocol.md");
  private static final String SERIAL_NUMBER = "VDS1000120-1";
  private static final Cancellation CANCELLATION =
      new Cancellation("AAAAAAAAAAAAAAAAAAAAAAAAAAA", DeclineReason.UNWANTED, "ab".repeat(64));

  @TempDir Path directory;

  @Test
  @Tag("DL-9")
  void shouldGiveThePublishedVector() throws IOException {
    // Given
    JsonNode vector = published("\n### Example of a cancellation\n");
    CancellationKeys keys = CancellationKeys.of(vault("k1:" + text(vector, "vaultKey")));
    EncryptionKey current = keys.current().orElseThrow();
    Cancellation cancellation =
        new Cancellation(
            text(vector, "challengeKey"),
            DeclineReason.valueOf(text(vector, "reason")),
            text(vector, "proof"));
    DecryptionKey ephemeral =
        DecryptionKey.of(KeyEncapsulation.P256, bytes(vector, "ephemeralPrivateKey"));

    // When
    String sealed =
        SealedCancellation.seal(current, text(vector, "serialNumber"), cancellation, ephemeral);

    // Then
    assertThat(current)
        .isEqualTo(JsonWebKeyReader.readEncryptionKey(vector.get("cancellationKey")));
    assertThat(cancellation.encoded()).isEqualTo(bytes(vector, "plainText"));
    assertThat(sealed).isEqualTo(text(vector, "message"));
    assertThat(keys.open(text(vector, "serialNumber"), sealed)).contains(cancellation);
  }

  @Test
  @Tag("DL-9")
  void shouldHaveARealRefusalInThePublishedVector() throws IOException {
    // Given
    JsonNode cancelled = published("\n## Example\n");
    JsonNode vector = published("\n### Example of a cancellation\n");

    // When
    byte[] digest =
        ApprovalDigest.decline(
            text(cancelled, "document").getBytes(UTF_8),
            DeclineReason.valueOf(text(vector, "reason")));

    // Then
    assertThat(digest).isEqualTo(bytes(vector, "digest"));
    assertThat(
            ProofSignature.verify(
                JsonWebKeyReader.readSigningKey(cancelled.get("signingKey")),
                digest,
                bytes(vector, "proof")))
        .isTrue();
    assertThat(text(vector, "challengeKey")).isEqualTo(text(cancelled, "challengeKey"));
  }

  /** RFC 9180 appendix A.3.1 and A.1.1: skRm from ikmR. */
  @Test
  @Tag("AS-13")
  void shouldDeriveTheKeysOfTheStandardsVectors() {
    assertThat(
            DecryptionKey.derive(
                    KeyEncapsulation.P256,
                    HEX.parseHex(
                        "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550"))
                .encryptionKey()
                .encoded())
        .isEqualTo(
            HEX.parseHex(
                "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a"
                    + "826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"));
    assertThat(
            DecryptionKey.derive(
                    KeyEncapsulation.X25519,
                    HEX.parseHex(
                        "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"))
                .encryptionKey()
                .encoded())
        .isEqualTo(
            HEX.parseHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));
  }

  @Test
  void shouldRefuseTooLittleKeyMaterial() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecryptionKey.derive(KeyEncapsulation.P256, new byte[31]));
  }

  @Test
  void shouldOpenWhatWasSealedToAKeyThatTheVaultStillHas() throws IOException {
    // Given
    CancellationKeys before = CancellationKeys.of(vault(line("old", 1)));
    CancellationKeys both = CancellationKeys.of(vault(line("new", 2) + "\n" + line("old", 1)));
    CancellationKeys after = CancellationKeys.of(vault(line("new", 2)));

    // When
    String message = seal(before);

    // Then
    assertThat(both.current()).isEqualTo(after.current()).isNotEqualTo(before.current());
    assertThat(both.open(SERIAL_NUMBER, message)).contains(CANCELLATION);
    assertThat(after.open(SERIAL_NUMBER, message)).isEmpty();
  }

  @Test
  void shouldTakeDigitsOfEitherCase() throws IOException {
    // Given
    CancellationKeys keys = CancellationKeys.of(vault(line("k", 1)));

    // Then
    assertThat(keys.open(SERIAL_NUMBER, seal(keys).toLowerCase(Locale.ROOT)))
        .contains(CANCELLATION);
  }

  @Test
  @Tag("DL-5")
  void shouldOpenNothingThatWasChangedOrCutOrIsAnotherDevices() throws IOException {
    // Given
    CancellationKeys keys = CancellationKeys.of(vault(line("k", 1)));
    byte[] sealed = HEX.parseHex(seal(keys));

    // Then
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(keys.open(SERIAL_NUMBER, HEX.formatHex(changed))).isEmpty();
      assertThat(keys.open(SERIAL_NUMBER, HEX.formatHex(Arrays.copyOf(sealed, i)))).isEmpty();
    }
    assertThat(keys.open("VDS1000120-2", HEX.formatHex(sealed))).isEmpty();
    assertThat(keys.open("", HEX.formatHex(sealed))).isEmpty();
    assertThat(keys.open(SERIAL_NUMBER, CANCELLATION.challengeKey())).isEmpty();
    assertThat(CancellationKeys.NONE.open(SERIAL_NUMBER, HEX.formatHex(sealed))).isEmpty();
  }

  @Test
  @Tag("JW-11")
  void shouldTakeNoChallengeForACancellation() throws IOException {
    // Given
    CancellationKeys keys = CancellationKeys.of(vault(line("k", 1)));

    // When
    byte[] challenge =
        SealedChallenge.seal(keys.current().orElseThrow(), SERIAL_NUMBER, CANCELLATION.encoded());

    // Then
    assertThat(keys.open(SERIAL_NUMBER, HEX.formatHex(challenge))).isEmpty();
  }

  @Test
  void shouldTellNoKey() throws IOException {
    assertThat(CancellationKeys.of(vault(line("k", 1))).toString())
        .matches("CancellationKeys\\[DecryptionKey\\[[A-Za-z0-9_-]{43}]]");
    assertThat(CancellationKeys.NONE.current()).isEqualTo(Optional.empty());
  }

  private static String seal(CancellationKeys keys) {
    return SealedCancellation.seal(keys.current().orElseThrow(), SERIAL_NUMBER, CANCELLATION);
  }

  private SecretVault vault(String lines) throws IOException {
    Path file =
        Files.createTempFile(
            directory,
            "vault",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return SecretVault.open(Files.writeString(file, lines, UTF_8), new SecureRandom());
  }

  private static String line(String keyId, int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return keyId + ":" + Base64.getEncoder().encodeToString(key);
  }

  private static JsonNode published(String heading) throws IOException {
    String page = Files.readString(PAGE);
    String afterHeading = page.substring(page.indexOf(heading));
    String fenced = afterHeading.split("```json\n", 2)[1].split("```", 2)[0];
    return new ObjectMapper().readTree(fenced);
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).textValue();
  }

  private static byte[] bytes(JsonNode node, String name) {
    return HEX.parseHex(text(node, name));
  }
}
