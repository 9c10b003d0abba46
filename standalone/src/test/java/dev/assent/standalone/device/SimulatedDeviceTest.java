package dev.assent.standalone.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.FirstVersion;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedDeviceTest {
  private static final String CHALLENGE_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final ChallengeDocument DOCUMENT =
      FirstVersion.document(
          "bank",
          "4A",
          "op-1",
          OperationKind.SIGNING,
          Map.of("amount", "1.00", "payee", "caf\u00e9"),
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
  void shouldOpenShowAndSign(SignatureAlgorithm algorithm, KeyEncapsulation keyEncapsulation)
      throws SealedChallengeException {
    // Given
    SimulatedDevice device = SimulatedDevice.create("SIM-1", algorithm, keyEncapsulation);
    SigningKey signingKey =
        JsonWebKeyReader.readSigningKey(device.registration().get("signingKey"));

    // When
    ChallengeDocument shown = device.open(CHALLENGE_KEY, message(device, DOCUMENT.canonical()));
    String signature = device.approve(shown);

    // Then
    assertThat(shown).isEqualTo(DOCUMENT);
    assertThat(
            ProofSignature.verify(
                signingKey,
                ApprovalDigest.first(DOCUMENT.canonical()),
                ProofSignature.parse(signature).orElseThrow()))
        .isTrue();
  }

  @Test
  void shouldRefuseTheMessageOfAnotherDevice() {
    // Given
    SimulatedDevice device = anyDevice();
    String message = message(anyDevice(), DOCUMENT.canonical());

    // Then
    assertThatExceptionOfType(SealedChallengeException.class)
        .isThrownBy(() -> device.open(CHALLENGE_KEY, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "[]",
        "{}",
        "{\"display\":{},\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
            + "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\",\"tenant\":\"bank\","
            + "\"user\":\"4A\",\"version\":2}",
        "{\"display\":{},\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"hidden\":\"x\","
            + "\"kind\":\"SIGNING\",\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\","
            + "\"tenant\":\"bank\",\"user\":\"4A\",\"version\":1}",
        "{\"display\":{\"amount\":\"1\",\"amount\":\"2\"},"
            + "\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
            + "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\",\"tenant\":\"bank\","
            + "\"user\":\"4A\",\"version\":1}"
      })
  void shouldRefuseADocumentThatItCannotShowWhole(String text) {
    // Given
    SimulatedDevice device = anyDevice();
    String message = message(device, text.getBytes(UTF_8));

    // Then
    assertThatIllegalArgumentException().isThrownBy(() -> device.open(CHALLENGE_KEY, message));
  }

  @Test
  void shouldServeManyThreadsAtOnce() {
    // Given
    SimulatedDevice device = anyDevice();
    SigningKey key = JsonWebKeyReader.readSigningKey(device.signingKey());
    byte[] digest = ApprovalDigest.first(DOCUMENT.canonical());

    // When
    List<String> signatures =
        IntStream.range(0, 200).parallel().mapToObj(_ -> device.approve(DOCUMENT)).toList();

    // Then
    assertThat(signatures)
        .allMatch(
            text -> ProofSignature.verify(key, digest, ProofSignature.parse(text).orElseThrow()));
  }

  private static SimulatedDevice anyDevice() {
    return SimulatedDevice.create("SIM-1", SignatureAlgorithm.ES256, KeyEncapsulation.P256);
  }

  private static String message(SimulatedDevice device, byte[] document) {
    EncryptionKey key = JsonWebKeyReader.readEncryptionKey(device.encryptionKey());
    return SealedChallenge.toRequestMessage(SealedChallenge.seal(key, CHALLENGE_KEY, document));
  }
}
