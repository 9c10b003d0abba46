package dev.assent.standalone.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedDeviceTest {
  private static final String CHALLENGE_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final ChallengeDocument DOCUMENT =
      new ChallengeDocument(
          ChallengeDocument.LATEST,
          "bank",
          "4A",
          "op-1",
          OperationKind.SIGNING,
          Map.of("amount", "1.00", "payee", "caf\u00e9"),
          Optional.of(
              new DisplayText(new TemplateKey("payment", 3), "en", "Pay 1.00 to caf\u00e9")),
          Set.of(ProofKind.DEVICE_PIN, ProofKind.DEVICE_BIOMETRIC),
          2,
          Nonce.of(new byte[Nonce.BYTES]),
          Instant.parse("2026-01-02T03:04:05Z"));
  private static final ChallengeDocument IN_FIRST_VERSION =
      new ChallengeDocument(
          ChallengeDocument.FIRST,
          "bank",
          "4A",
          "op-1",
          OperationKind.SIGNING,
          Map.of("amount", "1.00", "payee", "caf\u00e9"),
          Optional.empty(),
          Set.of(),
          0,
          Nonce.of(new byte[Nonce.BYTES]),
          Instant.parse("2026-01-02T03:04:05Z"));

  @ParameterizedTest
  @CsvSource({
    "ES256,P256",
    "ES256,X25519",
    "EDDSA,P256",
    "EDDSA,X25519",
    "RS256,P256",
    "PS256,X25519"
  })
  @Tag("EI-5")
  void shouldOpenShowAndSign(SignatureAlgorithm algorithm, KeyEncapsulation keyEncapsulation)
      throws SealedChallengeException {
    // Given
    SimulatedDevice device = SimulatedDevice.create("SIM-1", algorithm, keyEncapsulation);
    SigningKey signingKey =
        JsonWebKeyReader.readSigningKey(device.registration().get("signingKey"));

    // When
    ChallengeDocument shown = device.open(CHALLENGE_KEY, message(device, DOCUMENT.canonical()));
    String signature = device.approve(shown, ProofKind.DEVICE_BIOMETRIC, Optional.of("07"));

    // Then
    assertThat(shown).isEqualTo(DOCUMENT);
    assertThat(
            verifies(
                signingKey,
                ApprovalDigest.approval(
                    DOCUMENT.canonical(), ProofKind.DEVICE_BIOMETRIC, Optional.of("07")),
                signature))
        .isTrue();
  }

  @Test
  void shouldApproveWithAPinWhereNothingElseIsSaid() {
    // Given
    SimulatedDevice device = anyDevice();

    // When
    String signature = device.approve(DOCUMENT);

    // Then
    assertThat(verifies(signingKey(device), approval(ProofKind.DEVICE_PIN), signature)).isTrue();
    assertThat(verifies(signingKey(device), approval(ProofKind.DEVICE_BIOMETRIC), signature))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldDeclineForOneReason(DeclineReason reason) {
    // Given
    SimulatedDevice device = anyDevice();

    // When
    String signature = device.decline(DOCUMENT, reason);

    // Then
    for (DeclineReason any : DeclineReason.values()) {
      byte[] digest = ApprovalDigest.decline(DOCUMENT.canonical(), any);
      assertThat(verifies(signingKey(device), digest, signature)).isEqualTo(any == reason);
    }
  }

  @Test
  void shouldOpenAndApproveTheFirstVersion() throws SealedChallengeException {
    // Given
    SimulatedDevice device = anyDevice();

    // When
    ChallengeDocument shown =
        device.open(CHALLENGE_KEY, message(device, IN_FIRST_VERSION.canonical()));
    String signature = device.approve(shown);

    // Then
    assertThat(shown).isEqualTo(IN_FIRST_VERSION);
    assertThat(
            verifies(
                signingKey(device), ApprovalDigest.first(IN_FIRST_VERSION.canonical()), signature))
        .isTrue();
  }

  @Test
  @Tag("DL-5")
  void shouldRefuseTheMessageOfAnotherDevice() {
    // Given
    SimulatedDevice device = anyDevice();
    String message = message(anyDevice(), DOCUMENT.canonical());

    // Then
    assertThatExceptionOfType(SealedChallengeException.class)
        .isThrownBy(() -> device.open(CHALLENGE_KEY, message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "[]", "{}"})
  void shouldRefuseWhatIsNoDocument(String text) {
    // Given
    SimulatedDevice device = anyDevice();
    String message = message(device, text.getBytes(UTF_8));

    // Then
    assertThatIllegalArgumentException().isThrownBy(() -> device.open(CHALLENGE_KEY, message));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"version\":2 | \"version\":3",
        "\"version\":2 | \"version\":1",
        "\"version\":2 | \"version\":\"2\"",
        "\"version\":2 | \"hidden\":\"x\",\"version\":2",
        "\"amount\":\"1.00\" | \"amount\":\"1.00\",\"amount\":\"2.00\"",
        "\"amount\":\"1.00\" | \"amount\":1.00",
        "\"kind\":\"SIGNING\" | \"kind\":\"PAYING\"",
        "\"kind\":\"SIGNING\", | ``",
        "\"DEVICE_PIN\" | \"DEVICE_PASSWORD\"",
        "\"DEVICE_BIOMETRIC\",\"DEVICE_PIN\" | \"DEVICE_PIN\",\"DEVICE_BIOMETRIC\"",
        "\"DEVICE_PIN\" | \"DEVICE_PIN\",\"DEVICE_PIN\"",
        "\"matchingDigits\":2, | ``",
        "\"matchingDigits\":2 | \"matchingDigits\":\"2\"",
        "\"language\":\"en\", | ``",
        "\"text\":\"Pay 1.00 to caf\u00e9\", | ``"
      })
  @Tag("EI-5")
  void shouldRefuseADocumentThatItCannotShowWhole(String part, String changed) {
    // Given
    SimulatedDevice device = anyDevice();
    String document = new String(DOCUMENT.canonical(), UTF_8);
    assertThat(document).containsOnlyOnce(part);
    String message = message(device, document.replace(part, changed).getBytes(UTF_8));

    // Then
    assertThatIllegalArgumentException().isThrownBy(() -> device.open(CHALLENGE_KEY, message));
  }

  @Test
  void shouldCancelForTheInstallationOnly(@TempDir Path directory) throws IOException {
    // Given
    CancellationKeys installation = keys(directory, "A");
    SimulatedDevice device = anyDevice();

    // When
    String message =
        device.cancel(
            CHALLENGE_KEY, DOCUMENT, DeclineReason.NOT_ME, installation.current().orElseThrow());

    // Then
    Cancellation opened = installation.open("SIM-1", message).orElseThrow();
    byte[] digest = ApprovalDigest.decline(DOCUMENT.canonical(), DeclineReason.NOT_ME);
    assertThat(opened.challengeKey()).isEqualTo(CHALLENGE_KEY);
    assertThat(opened.reason()).isEqualTo(DeclineReason.NOT_ME);
    assertThat(verifies(signingKey(device), digest, opened.proof())).isTrue();
    assertThat(keys(directory, "B").open("SIM-1", message)).isEmpty();
    assertThat(installation.open("SIM-2", message)).isEmpty();
  }

  private static CancellationKeys keys(Path directory, String fill) throws IOException {
    Path file =
        Files.createTempFile(
            directory,
            "vault",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + fill.repeat(42) + "A=\n");
    return CancellationKeys.of(SecretVault.open(file, new SecureRandom()));
  }

  @Test
  void shouldServeManyThreadsAtOnce() {
    // Given
    SimulatedDevice device = anyDevice();
    SigningKey key = signingKey(device);
    byte[] digest = approval(ProofKind.DEVICE_PIN);

    // When
    List<String> signatures =
        IntStream.range(0, 200).parallel().mapToObj(_ -> device.approve(DOCUMENT)).toList();

    // Then
    assertThat(signatures).allMatch(signature -> verifies(key, digest, signature));
  }

  private static byte[] approval(ProofKind kind) {
    return ApprovalDigest.approval(DOCUMENT.canonical(), kind, Optional.empty());
  }

  private static boolean verifies(SigningKey key, byte[] digest, String signature) {
    return ProofSignature.verify(key, digest, ProofSignature.parse(signature).orElseThrow());
  }

  private static SigningKey signingKey(SimulatedDevice device) {
    return JsonWebKeyReader.readSigningKey(device.signingKey());
  }

  private static SimulatedDevice anyDevice() {
    return SimulatedDevice.create("SIM-1", SignatureAlgorithm.ES256, KeyEncapsulation.P256);
  }

  private static String message(SimulatedDevice device, byte[] document) {
    EncryptionKey key = JsonWebKeyReader.readEncryptionKey(device.encryptionKey());
    return SealedChallenge.toRequestMessage(SealedChallenge.seal(key, CHALLENGE_KEY, document));
  }
}
