package dev.assent.processor.decision;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a credential stands.
 *
 * @param validUntil when it ends by itself
 * @param revokedAt when it was stopped
 * @param failedProofs proofs by it that failed since the last one that verified
 * @param sequence number of events of the credential so far
 */
public record CredentialStatus(
    Instant registeredAt,
    Optional<Instant> validUntil,
    Optional<Instant> revokedAt,
    int failedProofs,
    long sequence) {

  static CredentialStatus registered(Instant at, Optional<Instant> validUntil) {
    return new CredentialStatus(at, validUntil, Optional.empty(), 0, 1);
  }

  /** Whether it was never stopped. */
  public boolean active() {
    return revokedAt.isEmpty();
  }

  /** Whether a proof by it can be accepted at that time. */
  public boolean usable(Instant at) {
    return active() && validUntil.map(at::isBefore).orElse(true);
  }

  CredentialStatus revoked(Instant at) {
    return new CredentialStatus(
        registeredAt, validUntil, Optional.of(at), failedProofs, sequence + 1);
  }

  CredentialStatus failed() {
    return new CredentialStatus(
        registeredAt, validUntil, revokedAt, failedProofs + 1, sequence + 1);
  }

  CredentialStatus next() {
    return new CredentialStatus(registeredAt, validUntil, revokedAt, failedProofs, sequence + 1);
  }

  CredentialStatus proved() {
    return new CredentialStatus(registeredAt, validUntil, revokedAt, 0, sequence + 1);
  }
}
