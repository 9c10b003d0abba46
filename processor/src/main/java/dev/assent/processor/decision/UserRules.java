package dev.assent.processor.decision;

import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.UserLocked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What failed proofs and refusals of a user lead to. */
final class UserRules {
  /** NIST SP 800-63B-4 section 3.2.2: never more consecutive failures than this. */
  static final int MOST_CONSECUTIVE_FAILURES = 100;

  /** When a lock ends that only the tenant can lift. */
  static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Duration LONGEST_LOCK = Duration.ofHours(24);

  private UserRules() {}

  /**
   * The lock that the latest failure leads to. Each full set of consecutive failures locks twice as
   * long as the one before, up to 24 hours; the hundredth for good. A set begins with each lock, so
   * that no change of the policy lets more failures pass than either policy does.
   *
   * @param standing with the latest failure
   */
  static Optional<UserLocked> lock(Standing standing, Policy policy, Instant at) {
    int failures = standing.consecutiveFailedProofs();
    if (failures >= MOST_CONSECUTIVE_FAILURES) {
      return Optional.of(new UserLocked(NEVER));
    }
    int allowed = policy.maximumConsecutiveFailedProofs();
    return standing.failedProofsSinceLock() >= allowed
        ? Optional.of(
            new UserLocked(
                at.plus(doubled(policy.lockDuration(), failures / allowed - 1, LONGEST_LOCK))))
        : Optional.empty();
  }

  /**
   * The cool-down that the latest refusal leads to; each lasts twice as long as the one before.
   *
   * @param refusals declines and expiries in a row, the latest included
   */
  static Optional<CoolDownStarted> coolDown(int refusals, Policy policy, Instant at) {
    int beyond = refusals - policy.toleratedRefusals();
    return beyond > 0 && !policy.coolDown().isZero()
        ? Optional.of(
            new CoolDownStarted(
                at.plus(doubled(policy.coolDown(), beyond - 1, policy.longestCoolDown()))))
        : Optional.empty();
  }

  /** The span, doubled so many times, but no longer than the longest. */
  static Duration doubled(Duration span, int times, Duration longest) {
    Duration result = span;
    for (int i = 0; i < times && result.compareTo(longest) < 0; i++) {
      result = result.multipliedBy(2);
    }
    return result.compareTo(longest) < 0 ? result : longest;
  }
}
