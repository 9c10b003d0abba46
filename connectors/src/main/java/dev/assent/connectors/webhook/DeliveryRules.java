package dev.assent.connectors.webhook;

import java.time.Duration;

/**
 * How often and for how long a delivery is tried.
 *
 * @param attemptTimeout from the call to the end of the answer
 * @param lease how long the outcome of an attempt is waited for: longer than the attempt can take
 * @param concurrency attempts of one subscription that are under way at once in one partition
 * @param firstPause before the second attempt; each further one is twice as long
 * @param longestPause that no pause exceeds
 * @param lifetime after which a delivery is given up
 */
public record DeliveryRules(
    Duration attemptTimeout,
    Duration lease,
    int concurrency,
    Duration firstPause,
    Duration longestPause,
    Duration lifetime) {
  /** How long what was given up can be made again. */
  static final Duration DEAD_RETENTION = Duration.ofDays(30);

  /** Failures in a row after which a receiver is left alone. */
  static final int TOLERATED_FAILURES = 5;

  /** For how long at the most before it is tried with one attempt. */
  static final Duration LONGEST_CLOSURE = Duration.ofMinutes(5);

  /** For as long at the most a receiver can ask to be left alone. */
  static final Duration LONGEST_REQUESTED = Duration.ofHours(1);

  /** What the settings are unless they say otherwise. */
  public static final DeliveryRules STANDARD =
      new DeliveryRules(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          8,
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofDays(3));

  public DeliveryRules {
    if (lease.compareTo(attemptTimeout) <= 0) {
      throw new IllegalArgumentException("an attempt must be over before its lease is");
    }
  }
}
