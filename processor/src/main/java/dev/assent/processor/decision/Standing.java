package dev.assent.processor.decision;

import java.time.Instant;
import java.util.Optional;

/**
 * What a user's failures and refusals so far mean for what comes next.
 *
 * @param consecutiveFailedProofs since the last proof that verified, over all operations and
 *     devices
 * @param lockedUntil no proof is accepted before
 * @param refusals declines and expiries since the last approval
 * @param coolDownUntil no operation is created before
 */
public record Standing(
    int consecutiveFailedProofs,
    Optional<Instant> lockedUntil,
    int refusals,
    Optional<Instant> coolDownUntil) {
  /** Nothing is held against the user. */
  public static final Standing GOOD = new Standing(0, Optional.empty(), 0, Optional.empty());

  /** Until when the user is locked, if at that time. */
  Optional<Instant> lock(Instant at) {
    return lockedUntil.filter(at::isBefore);
  }

  /** Until when the user cools down, if at that time. */
  Optional<Instant> coolDown(Instant at) {
    return coolDownUntil.filter(at::isBefore);
  }

  Standing proofRejected() {
    return new Standing(consecutiveFailedProofs + 1, lockedUntil, refusals, coolDownUntil);
  }

  Standing proved() {
    return new Standing(0, lockedUntil, 0, Optional.empty());
  }

  Standing approvedElsewhere() {
    return new Standing(consecutiveFailedProofs, lockedUntil, 0, Optional.empty());
  }

  Standing refused() {
    return new Standing(consecutiveFailedProofs, lockedUntil, refusals + 1, coolDownUntil);
  }

  Standing lockedUntil(Instant until) {
    return new Standing(consecutiveFailedProofs, Optional.of(until), refusals, coolDownUntil);
  }

  Standing coolDownUntil(Instant until) {
    return new Standing(consecutiveFailedProofs, lockedUntil, refusals, Optional.of(until));
  }
}
