package dev.assent.verification.bench.connectors;

import dev.assent.verification.bench.Timed;
import java.time.Duration;

/**
 * What was seen of a failure of a receiver of webhooks.
 *
 * @param results how many there were
 * @param lost how many of them the failing receiver never got
 * @param repeated deliveries of what it had taken already
 * @param outOfOrder results that came before an earlier one of the same operation
 * @param otherLost how many the other receiver never got
 * @param otherBefore times from result to the other receiver, before the failure
 * @param otherDuring while it lasted
 * @param attempts that reached the failing receiver in the busiest second after the failure
 * @param drained from the end of the failure until it had everything
 */
public record ReceiverReport(
    int results,
    int lost,
    int repeated,
    int outOfOrder,
    int otherLost,
    Timed otherBefore,
    Timed otherDuring,
    long attempts,
    Duration drained) {
  /** The report for people. */
  public String text() {
    return """
        %,d results: %d lost, %d delivered twice, %d out of order
        the other receiver: %d lost, p50 / p99: before %.0f / %.0f ms, during %.0f / %.0f ms
        all delivered %.1f s after the end, at the most %d in a second
        """
        .formatted(
            results,
            lost,
            repeated,
            outOfOrder,
            otherLost,
            otherBefore.millis(50),
            otherBefore.millis(99),
            otherDuring.millis(50),
            otherDuring.millis(99),
            drained.toMillis() / 1_000.0,
            attempts);
  }
}
