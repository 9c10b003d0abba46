package dev.assent.processor.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the next step at a provider is due. */
final class Pacing {
  /** A status that is asked for and never answered is asked for again: asking is safe. */
  static final Duration STATUS_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final Duration TURN = Duration.ofSeconds(2);
  private static final Duration USUAL_POLL = Duration.ofSeconds(3);
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

  private Pacing() {}

  /** When to ask how a transaction stands, as the provider says within bounds. */
  static Instant poll(Instant now, Optional<Duration> asked) {
    Duration span = asked.orElse(USUAL_POLL);
    if (span.compareTo(SHORTEST_POLL) < 0) {
      span = SHORTEST_POLL;
    }
    return now.plus(span.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : span);
  }

  /**
   * When an operation that waits for the user's phone looks again.
   *
   * @param jitter 0 to below 1
   */
  static Instant turn(Instant now, double jitter) {
    return now.plus(spread(TURN.toMillis(), jitter));
  }

  /**
   * When to try again: exponential back-off of which half is jitter, so that what failed together
   * is not tried together.
   *
   * @param attempt tasks so far, from 1
   * @param jitter 0 to below 1
   */
  static Instant retry(Instant now, int attempt, double jitter) {
    long span = UserRules.doubled(FIRST_RETRY, attempt - 1, LONGEST_RETRY).toMillis();
    return now.plus(spread(span, jitter));
  }

  private static Duration spread(long span, double jitter) {
    return Duration.ofMillis(span / 2 + (long) (jitter * (span / 2.0)));
  }
}
