package dev.assent.verification.bench.connectors;

import dev.assent.verification.bench.Timed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a provider's failure.
 *
 * @param operations that the failing provider was to be asked for
 * @param endings how many of them came to which outcome and reason
 * @param wrong what must not be: operations with no result or several, users asked twice
 * @param neverAsked of them, those whose users were never asked
 * @param besideBefore times of the other provider's operations that began before the failure
 * @param besideDuring of those that began while it lasted
 * @param besideAfter of those that began afterwards
 * @param besideNotApproved operations of the other provider that were not approved
 * @param usualCalls calls a second that reached the provider before the failure, on average
 * @param callsAfterwards calls in each second from the end of the failure on
 * @param drained from the end of the failure to the last result of an operation begun before that
 */
public record OutageReport(
    int operations,
    Map<String, Integer> endings,
    List<String> wrong,
    int neverAsked,
    Timed besideBefore,
    Timed besideDuring,
    Timed besideAfter,
    int besideNotApproved,
    double usualCalls,
    List<Long> callsAfterwards,
    Duration drained) {
  /** The most calls in a second from the end of the failure on. */
  public long mostCalls() {
    return callsAfterwards.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The report for people. */
  public String text() {
    return """
        %,d operations %s, %d never asked for; wrong: %s
        the other provider, p50 / p99: before %s, during %s, after %s; %d not approved
        calls a second: usually %.0f, afterwards %s, at the most %d; all done %.1f s after the end
        """
        .formatted(
            operations,
            endings,
            neverAsked,
            wrong.isEmpty() ? "nothing" : wrong,
            millis(besideBefore),
            millis(besideDuring),
            millis(besideAfter),
            besideNotApproved,
            usualCalls,
            callsAfterwards,
            mostCalls(),
            drained.toMillis() / 1_000.0);
  }

  private static String millis(Timed timed) {
    return "%.0f / %.0f ms".formatted(timed.millis(50), timed.millis(99));
  }
}
