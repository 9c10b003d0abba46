package dev.assent.connectors.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential back-off with jitter: between half of the pause and all of it. */
final class Pause {
  private static final int MOST_DOUBLINGS = 30;

  private Pause() {}

  /**
   * The pause after a failure.
   *
   * @param failures so far, 1 or more
   * @param first the pause after the first failure
   * @param longest that no pause exceeds
   */
  static Duration after(int failures, Duration first, Duration longest, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long whole = doubled > 0 ? Math.min(doubled, longest.toMillis()) : longest.toMillis();
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
