package dev.assent.schemas.model;

import java.time.Duration;

/**
 * The numbers of a tenant's policy: their ranges and what they are where nothing is said. One list
 * for whoever takes a policy in and whoever decides by it.
 */
public enum PolicyLimit {
  /** Until an operation expires (NIST SP 800-63B-4 section 3.1.3: at most ten minutes). */
  TIME_TO_LIVE("timeToLive", Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofMinutes(2)),
  /** Failed proofs after which an operation fails (Regulation (EU) 2018/389 Article 4(3)(b)). */
  MAXIMUM_FAILED_PROOFS("maximumFailedProofs", 1, 5, 5),
  /** Open operations that a user can have. */
  MAXIMUM_PENDING("maximumPending", 1, 1_000, 10),
  /**
   * How long a closed operation is kept and an attempt is remembered; longer than an operation can
   * be open.
   */
  RETENTION("retention", Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofDays(7)),
  /**
   * Failed proofs of a user in a row, over all operations and devices, after which the user is
   * locked (Regulation (EU) 2018/389 Article 4(3)(b)).
   */
  MAXIMUM_CONSECUTIVE_FAILED_PROOFS("maximumConsecutiveFailedProofs", 1, 5, 5),
  /** How long the first lock lasts; each further one lasts twice as long. */
  LOCK_DURATION(
      "lockDuration", Duration.ofMinutes(1), Duration.ofHours(24), Duration.ofMinutes(15)),
  /** Declined and expired operations in a row before the cool-down begins. */
  TOLERATED_REFUSALS("toleratedRefusals", 0, 100, 3),
  /** How long the first cool-down lasts; each further one lasts twice as long; 0 is none. */
  COOL_DOWN("coolDown", Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(30)),
  /** What no cool-down exceeds. */
  LONGEST_COOL_DOWN(
      "longestCoolDown", Duration.ofSeconds(1), Duration.ofHours(24), Duration.ofHours(1)),
  /** Digits of the number that the user compares. */
  MATCHING_DIGITS("matchingDigits", 2, 8, 2),
  /** Open operations of the whole tenant; 0 is no limit. */
  PENDING_QUOTA("pendingQuota", 0, 100_000_000, 0),
  /** Operations that one ingress instance creates in a second; 0 is no limit. */
  OPERATIONS_PER_SECOND("operationsPerSecond", 0, 1_000_000, 0),
  /**
   * Signatures of a phone in a row that do not verify, after which its credential is locked
   * (Regulation (EU) 2018/389 Article 4(3)(b)).
   */
  MAXIMUM_MOBILE_SIGNATURE_FAILURES("maximumMobileSignatureFailures", 1, 5, 3),
  /**
   * How long after its creation the OneSpan services serve an operation: the vendor's {@code
   * VASCO/Challenge-Cache/Max-Age}.
   */
  MAXIMUM_CHALLENGE_AGE(
      "maximumChallengeAge", Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(60));

  private final String field;
  private final boolean duration;
  private final long least;
  private final long most;
  private final long standard;

  PolicyLimit(String field, Duration least, Duration most, Duration standard) {
    this(field, true, least.toMillis(), most.toMillis(), standard.toMillis());
  }

  PolicyLimit(String field, int least, int most, int standard) {
    this(field, false, least, most, standard);
  }

  PolicyLimit(String field, boolean duration, long least, long most, long standard) {
    this.field = field;
    this.duration = duration;
    this.least = least;
    this.most = most;
    this.standard = standard;
  }

  /** The name in records, in the administration API and in messages. */
  public String field() {
    return field;
  }

  /** Whether the number is a time in milliseconds; else it is a count. */
  public boolean isDuration() {
    return duration;
  }

  /** The least that it can be. */
  public long least() {
    return least;
  }

  /** The most that it can be. */
  public long most() {
    return most;
  }

  /** What it is where nothing is said. */
  public long standard() {
    return standard;
  }

  /** Whether the number, milliseconds for a time, is in the range. */
  public boolean allows(long number) {
    return number >= least && number <= most;
  }

  /** Whether the time is in the range. */
  public boolean allows(Duration time) {
    return time.compareTo(Duration.ofMillis(least)) >= 0
        && time.compareTo(Duration.ofMillis(most)) <= 0;
  }

  /**
   * Refuses a time outside the range.
   *
   * @throws IllegalArgumentException which names the field and the range
   */
  public void require(Duration time) {
    if (!allows(time)) {
      throw new IllegalArgumentException(rule());
    }
  }

  /**
   * Refuses a number outside the range.
   *
   * @throws IllegalArgumentException which names the field and the range
   */
  public void require(long number) {
    if (!allows(number)) {
      throw new IllegalArgumentException(rule());
    }
  }

  /** The field and its range in words. */
  public String rule() {
    return "%s must be from %d to %d%s"
        .formatted(field, least, most, duration ? " milliseconds" : "");
  }
}
