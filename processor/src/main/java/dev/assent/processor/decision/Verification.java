package dev.assent.processor.decision;

import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.OcraAttempt;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.ocra.OcraVerdict;
import dev.assent.schemas.ocra.OcraVerification;
import dev.assent.schemas.ocra.OcraWindows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whether a device's proof is what it has to be. */
final class Verification {
  /** What comes of it. */
  sealed interface Verdict {}

  /**
   * The proof verifies.
   *
   * @param advanced the key with its counters moved on
   */
  record Verified(Evidence evidence, Optional<ProofKey> advanced) implements Verdict {}

  /**
   * The proof does not verify, for whatever reason.
   *
   * @param advanced the key where even so something is to be remembered
   */
  record NotVerified(Optional<ProofKey> advanced) implements Verdict {}

  private static final NotVerified NOT_VERIFIED = new NotVerified(Optional.empty());

  /**
   * Security requirements OC-6 and OC-7: few, since each candidate is one more that a guess can
   * meet.
   */
  private static final OcraWindows WINDOWS = new OcraWindows(5, 1, 50);

  private static final List<ProofKind> SIGNATURES =
      List.of(ProofKind.DEVICE_BIOMETRIC, ProofKind.DEVICE_PIN, ProofKind.DEVICE_SIGNATURE);

  private Verification() {}

  static Verdict verify(
      UserState user,
      Retrieved retrieved,
      Statement statement,
      DeviceProof proof,
      Instant at,
      Facts facts) {
    Operation operation = retrieved.operation();
    Optional<Device> device =
        user.usableDevice(retrieved.serialNumber(), at)
            .filter(usable -> usable.canProve(operation.terms().kind(), operation.acceptedKinds()));
    if (device.isEmpty()) {
      return NOT_VERIFIED;
    }
    return switch (device.get().proofKey()) {
      case ProofKey.Signing signing ->
          signature(operation, statement, proof, device.get(), signing);
      case ProofKey.Ocra ocra -> response(user, statement, proof, device.get(), ocra, at, facts);
    };
  }

  /**
   * The device signs what released its key, so each kind that is accepted has a digest of its own.
   */
  private static Verdict signature(
      Operation operation,
      Statement statement,
      DeviceProof proof,
      Device device,
      ProofKey.Signing signing) {
    Set<ProofKind> candidates =
        statement.declined().isEmpty()
            ? operation.acceptedKinds()
            : Set.of(ProofKind.DEVICE_SIGNATURE);
    return SIGNATURES.stream()
        .filter(candidates::contains)
        .filter(kind -> proof.verifies(signing.key(), statement.digest(kind)))
        .findFirst()
        .<Verdict>map(
            kind ->
                new Verified(
                    new Evidence.DeviceSignature(
                        statement.document(),
                        proof,
                        kind,
                        statement.entered(),
                        statement.declined(),
                        device.serialNumber(),
                        signing.key()),
                    Optional.empty()))
        .orElse(NOT_VERIFIED);
  }

  /**
   * The response is verified over a question that is derived from the digest of the statement, so
   * that it is as specific to what was shown as a signature, down to its few digits (security
   * requirement OC-4).
   */
  private static Verdict response(
      UserState user,
      Statement statement,
      DeviceProof proof,
      Device device,
      ProofKey.Ocra ocra,
      Instant at,
      Facts facts) {
    Optional<OcraSecret> opened =
        facts.secrets().open(user.key(), device.serialNumber(), ocra.suite(), ocra.secret());
    if (opened.isEmpty()) {
      return NOT_VERIFIED;
    }
    OcraSuite suite = ocra.suite();
    try (OcraSecret secret = opened.get()) {
      OcraAttempt attempt =
          new OcraAttempt(
              OcraQuestion.derive(suite, statement.digest(ProofKind.OCRA)),
              secret.pinHash(),
              suite.sessionLength().isPresent()
                  ? Optional.of(session(statement.document(), suite.sessionLength().getAsInt()))
                  : Optional.empty(),
              at,
              new String(proof.bytes(), StandardCharsets.ISO_8859_1));
      return switch (OcraVerification.verify(
          suite, secret.key(), attempt, ocra.position(), WINDOWS)) {
        case OcraVerdict.Accepted(OcraPosition position) ->
            new Verified(
                new Evidence.OcraResponse(
                    statement.document(),
                    suite,
                    device.serialNumber(),
                    used(position.nextCounter()),
                    position.lastTimeStep(),
                    statement.declined()),
                Optional.of(new ProofKey.Ocra(suite, ocra.secret(), position)));
        case OcraVerdict.OutOfStep(OcraPosition position) -> notVerified(ocra, position);
        case OcraVerdict.Rejected(OcraPosition position) -> notVerified(ocra, position);
      };
    }
  }

  private static NotVerified notVerified(ProofKey.Ocra ocra, OcraPosition position) {
    return position.equals(ocra.position())
        ? NOT_VERIFIED
        : new NotVerified(Optional.of(new ProofKey.Ocra(ocra.suite(), ocra.secret(), position)));
  }

  private static OptionalLong used(OptionalLong nextCounter) {
    return nextCounter.isPresent()
        ? OptionalLong.of(nextCounter.getAsLong() - 1)
        : OptionalLong.empty();
  }

  /** The session is the document: as much of its digest as the suite has room for. */
  private static String session(ChallengeDocument document, int length) {
    String digest = document.thumbprint();
    return digest.substring(0, Math.min(length, digest.length()));
  }
}
