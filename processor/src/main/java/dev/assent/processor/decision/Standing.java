package dev.assent.processor.decision;

import java.time.Instant;
import java.util.Optional;

/**
 * What a user's failures and refusals so far mean for what comes next.
 *
 * @param consecutiveFailedProofs since the last proof that verified, over all operations and
 *     devices
 * @param failedProofsSinceLock of these, the ones since the user was last locked
 * @param lockedUntil no operation is created and no proof accepted before
 * @param refusals declines and expiries since the last approval
 * @param coolDownUntil no operation is created before
 */
public record Standing(
    int consecutiveFailedProofs,
    int failedProofsSinceLock,
    Optional<Instant> lockedUntil,
    int refusals,
    Optional<Instant> coolDownUntil) {
  /** Nothing is held against the user. */
  public static final Standing GOOD = new Standing(0, 0, Optional.empty(), 0, Optional.empty());

  /** Until when the user is locked, if at that time. */
  Optional<Instant> lock(Instant at) {
    return lockedUntil.filter(at::isBefore);
  }

  /** Until when the user cools down, if at that time. */
  Optional<Instant> coolDown(Instant at) {
    return coolDownUntil.filter(at::isBefore);
  }

  Standing proofRejected() {
    return new Standing(
        consecutiveFailedProofs + 1,
        failedProofsSinceLock + 1,
        lockedUntil,
        refusals,
        coolDownUntil);
  }

  Standing proved() {
    return new Standing(0, 0, lockedUntil, 0, Optional.empty());
  }

  Standing approvedElsewhere() {
    return new Standing(
        consecutiveFailedProofs, failedProofsSinceLock, lockedUntil, 0, Optional.empty());
  }

  Standing refused() {
    return new Standing(
        consecutiveFailedProofs, failedProofsSinceLock, lockedUntil, refusals + 1, coolDownUntil);
  }

  Standing lockedUntil(Instant until) {
    return new Standing(consecutiveFailedProofs, 0, Optional.of(until), refusals, coolDownUntil);
  }

  Standing coolDownUntil(Instant until) {
    return new Standing(
        consecutiveFailedProofs, failedProofsSinceLock, lockedUntil, refusals, Optional.of(until));
  }
}
