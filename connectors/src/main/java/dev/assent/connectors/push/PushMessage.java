package dev.assent.connectors.push;

import java.time.Duration;
import java.time.Instant;

/**
 * All that a device is told: nothing of what the challenge is about, and nothing of whom.
 *
 * @param expiresAt the deadline of the operation: of no use afterwards
 */
record PushMessage(String challengeKey, Instant expiresAt) {
  /** The name of the challenge key in a message. */
  static final String CHALLENGE_KEY = "challengeKey";

  /** The name of the deadline in a message, as RFC 3339. */
  static final String EXPIRES_AT = "expiresAt";

  boolean isLate(Instant now) {
    return !now.isBefore(expiresAt);
  }

  Duration left(Instant now) {
    return Duration.between(now, expiresAt);
  }
}
