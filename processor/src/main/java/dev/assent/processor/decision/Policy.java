package dev.assent.processor.decision;

import java.time.Duration;

/**
 * What a tenant decided about its operations.
 *
 * @param timeToLive until an operation expires, {@link #SHORTEST_TIME_TO_LIVE} to {@link
 *     #LONGEST_TIME_TO_LIVE}
 * @param maximumFailedProofs failed proofs after which an operation fails, 1 to {@value
 *     #MOST_FAILED_PROOFS}
 * @param maximumPending open operations that a user can have, 1 to 1,000
 * @param retention how long a closed operation is kept and an attempt is remembered, ten minutes to
 *     30 days
 */
public record Policy(
    Duration timeToLive, int maximumFailedProofs, int maximumPending, Duration retention) {
  /** Regulation (EU) 2018/389 Article 4(3)(b): at most five consecutive failures. */
  public static final int MOST_FAILED_PROOFS = 5;

  /** Shortest time in which a person can read and consent. */
  public static final Duration SHORTEST_TIME_TO_LIVE = Duration.ofSeconds(1);

  /** NIST SP 800-63B-4 section 3.1.3: a transaction not completed in ten minutes is invalid. */
  public static final Duration LONGEST_TIME_TO_LIVE = Duration.ofMinutes(10);

  private static final int MOST_PENDING = 1_000;

  /** An attempt must be remembered for longer than its operation can be open. */
  private static final Duration SHORTEST_RETENTION = LONGEST_TIME_TO_LIVE;

  private static final Duration LONGEST_RETENTION = Duration.ofDays(30);

  public Policy {
    if (!isTimeToLive(timeToLive)) {
      throw new IllegalArgumentException("timeToLive out of range: " + timeToLive);
    }
    if (maximumFailedProofs < 1 || maximumFailedProofs > MOST_FAILED_PROOFS) {
      throw new IllegalArgumentException(
          "maximumFailedProofs out of range: " + maximumFailedProofs);
    }
    if (maximumPending < 1 || maximumPending > MOST_PENDING) {
      throw new IllegalArgumentException("maximumPending out of range: " + maximumPending);
    }
    if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
      throw new IllegalArgumentException("retention out of range: " + retention);
    }
  }

  /** Whether an operation may live so long. */
  public static boolean isTimeToLive(Duration timeToLive) {
    return timeToLive.compareTo(SHORTEST_TIME_TO_LIVE) >= 0
        && timeToLive.compareTo(LONGEST_TIME_TO_LIVE) <= 0;
  }
}
