package dev.assent.schemas.approval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.approval.ApprovalVerifier.Verdict;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of thing that is signed before each verifier, all by one and the same key: what was
 * signed as one kind is never taken for another, even where somebody uses a key for two purposes.
 */
final class SignedKindsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final byte[] DOCUMENT = "{\"display\":{\"amount\":\"5\"}}".getBytes(UTF_8);

  private enum Kind {
    APPROVAL_TOKEN,
    ACCESS_TOKEN,
    UNTYPED_TOKEN,
    DEVICE_APPROVAL_BY_PIN,
    DEVICE_APPROVAL_BY_BIOMETRIC,
    DEVICE_APPROVAL_OF_VERSION_1,
    DEVICE_DECLINE
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA", "RS256"})
  @Tag("JW-11")
  void shouldAcceptEachKindAtItsOwnVerifierOnly(SignatureAlgorithm algorithm) {
    // Given
    TestIssuer key = new TestIssuer(algorithm);

    for (Kind kind : Kind.values()) {
      // When
      String signed = signed(key, kind);

      // Then
      for (Kind verifier : Kind.values()) {
        if (verifier == Kind.ACCESS_TOKEN || verifier == Kind.UNTYPED_TOKEN) {
          continue; // nobody here takes these
        }
        assertThat(accepts(key, verifier, signed))
            .as("%s at the verifier of %s", kind, verifier)
            .isEqualTo(kind == verifier);
      }
    }
  }

  private static String signed(TestIssuer key, Kind kind) {
    String algorithm = key.publicKey().algorithm().jwsName();
    String claims = new String(CompactJws.read(token(key)).orElseThrow().payload(), UTF_8);
    return switch (kind) {
      case APPROVAL_TOKEN -> token(key);
      case ACCESS_TOKEN ->
          key.token("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}", claims);
      case UNTYPED_TOKEN -> key.token("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}", claims);
      case DEVICE_APPROVAL_BY_PIN,
          DEVICE_APPROVAL_BY_BIOMETRIC,
          DEVICE_APPROVAL_OF_VERSION_1,
          DEVICE_DECLINE ->
          CompactJws.encode(key.sign(message(kind)));
    };
  }

  private static boolean accepts(TestIssuer key, Kind verifier, String signed) {
    return switch (verifier) {
      case APPROVAL_TOKEN ->
          new ApprovalVerifier(Duration.ZERO).verify(signed, key.keys("k1"), NOW)
              instanceof Verdict.Verified;
      case ACCESS_TOKEN, UNTYPED_TOKEN -> false;
      case DEVICE_APPROVAL_BY_PIN,
          DEVICE_APPROVAL_BY_BIOMETRIC,
          DEVICE_APPROVAL_OF_VERSION_1,
          DEVICE_DECLINE -> {
        // a device's signature has no form of its own: of a token, its signature is presented
        String bytes = signed.substring(signed.lastIndexOf('.') + 1);
        yield ProofSignature.verify(
            key.publicKey(), message(verifier), Base64.getUrlDecoder().decode(bytes));
      }
    };
  }

  private static byte[] message(Kind kind) {
    return switch (kind) {
      case DEVICE_APPROVAL_BY_PIN ->
          ApprovalDigest.approval(DOCUMENT, ProofKind.DEVICE_PIN, Optional.empty());
      case DEVICE_APPROVAL_BY_BIOMETRIC ->
          ApprovalDigest.approval(DOCUMENT, ProofKind.DEVICE_BIOMETRIC, Optional.empty());
      case DEVICE_APPROVAL_OF_VERSION_1 -> ApprovalDigest.first(DOCUMENT);
      case DEVICE_DECLINE -> ApprovalDigest.decline(DOCUMENT, DeclineReason.NOT_ME);
      case APPROVAL_TOKEN, ACCESS_TOKEN, UNTYPED_TOKEN ->
          throw new AssertionError("no device signs " + kind);
    };
  }

  private static String token(TestIssuer key) {
    return key.token(
        new ApprovalClaims(
            "assent/bank",
            "A1B2",
            "bank",
            NOW,
            NOW.plusSeconds(60),
            "bank/A1B2/payment/4",
            "payment",
            ProofKind.DEVICE_PIN,
            new String(DOCUMENT, UTF_8)),
        "k1");
  }
}
