package dev.assent.connectors.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is known of a subscription's receiver in one partition: whether it may be called now.
 *
 * @param underWay attempts under way
 * @param failures attempts in a row that failed
 * @param closedUntil no attempt before; nothing where none failed of late
 * @param redriven the latest request to make deliveries again that was carried out
 */
record Receiver(
    int underWay, int failures, Optional<Instant> closedUntil, Optional<Instant> redriven) {
  static final Receiver NEW = new Receiver(0, 0, Optional.empty(), Optional.empty());

  /**
   * Whether one more attempt may begin: up to the bound while it answers, one alone once it has
   * been left alone for long enough.
   */
  boolean admits(Instant now, int bound) {
    return closedUntil.map(until -> !now.isBefore(until) && underWay == 0).orElse(underWay < bound);
  }

  Receiver begun() {
    return new Receiver(underWay + 1, failures, closedUntil, redriven);
  }

  /** An attempt is not under way any more, whatever came of it. */
  Receiver ended() {
    return new Receiver(Math.max(0, underWay - 1), failures, closedUntil, redriven);
  }

  Receiver answered() {
    return new Receiver(underWay, 0, Optional.empty(), redriven);
  }

  /**
   * An attempt failed. What was under way when it was closed and fails as well counts no more.
   *
   * @param requested how long it asked to be left alone
   */
  Receiver failed(
      Instant now, Optional<Duration> requested, DeliveryRules rules, RandomGenerator random) {
    if (closedUntil.filter(now::isBefore).isPresent()) {
      return this;
    }
    int more = failures + 1;
    int beyond = more - DeliveryRules.TOLERATED_FAILURES;
    Optional<Instant> closed =
        beyond < 0
            ? Optional.empty()
            : Optional.of(
                now.plus(
                    Pause.after(
                        beyond + 1, rules.firstPause(), DeliveryRules.LONGEST_CLOSURE, random)));
    Duration longest = DeliveryRules.LONGEST_REQUESTED;
    Optional<Instant> asked =
        requested.map(span -> now.plus(span.compareTo(longest) > 0 ? longest : span));
    Optional<Instant> later =
        asked.filter(time -> closed.map(time::isAfter).orElse(true)).or(() -> closed);
    return new Receiver(underWay, more, later, redriven);
  }

  Receiver redrivenUpTo(Instant request) {
    return new Receiver(underWay, failures, closedUntil, Optional.of(request));
  }
}
