package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is fixed about an operation when it is created; it never changes, so that a change of what
 * is shown needs a new operation (security requirement DL-8).
 *
 * @param terms what the relying party asked for, with what the policy made of the rest
 * @param text what the user is shown, rendered when the operation was created
 * @param expiresAt the deadline; an approval at or after it is too late
 * @param origin the service that took the request over
 * @param claimVersion version of the claim on the operation's id when it was admitted
 * @param documentVersion version of the challenge document
 */
public record Operation(
    UserKey user,
    String operationId,
    Terms terms,
    Optional<DisplayText> text,
    Instant createdAt,
    Instant expiresAt,
    String origin,
    long claimVersion,
    int documentVersion) {

  /** The kinds of proof that the document names; empty for version 1. */
  public Set<ProofKind> proofKinds() {
    return terms.proofKinds().orElse(Set.of());
  }

  /**
   * The kinds of proof that are accepted. Version 1 of the document was for devices that sign, and
   * does not tell what released their keys.
   */
  Set<ProofKind> acceptedKinds() {
    return documentVersion == ChallengeDocument.FIRST
        ? Set.of(ProofKind.DEVICE_SIGNATURE)
        : proofKinds();
  }

  /** What the relying party shows and the user must enter on the device. */
  public Optional<String> matchingValue() {
    return terms.matchingValue();
  }

  /** Whether the deadline has come; a tie expires. */
  public boolean isPastDeadline(Instant at) {
    return !at.isBefore(expiresAt);
  }

  /** Whether it was created so long ago, where that is too long; a tie is too long. */
  boolean isOlderThan(Optional<Duration> maximumAge, Instant at) {
    return maximumAge.map(age -> !at.isBefore(createdAt.plus(age))).orElse(false);
  }

  /** Failed proofs after which the operation fails. */
  int maximumFailedProofs(Policy policy) {
    return terms.maximumFailedProofs().orElse(policy.maximumFailedProofs());
  }
}
