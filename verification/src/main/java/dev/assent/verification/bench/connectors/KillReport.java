package dev.assent.verification.bench.connectors;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was seen while workers were killed.
 *
 * @param kills how many were, by the moment
 * @param operations how many operations there were
 * @param endings how many came to which outcome and reason
 * @param neverAsked operations whose users were never asked
 * @param wrong what must not be: users asked twice, operations with no result or several
 * @param took from the first to the last kill
 */
public record KillReport(
    Map<String, Integer> kills,
    int operations,
    Map<String, Integer> endings,
    int neverAsked,
    List<String> wrong,
    Duration took) {
  /** The report for people. */
  public String text() {
    return "%d workers killed in %d s %s%n%,d operations %s, %d never asked for%nwrong: %s"
        .formatted(
            kills.values().stream().mapToInt(Integer::intValue).sum(),
            took.toSeconds(),
            kills,
            operations,
            endings,
            neverAsked,
            wrong.isEmpty() ? "nothing" : wrong);
  }
}
