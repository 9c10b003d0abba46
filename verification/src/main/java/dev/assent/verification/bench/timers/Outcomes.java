package dev.assent.verification.bench.timers;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The results of one batch, as a reader of committed results sees them. */
final class Outcomes {
  private static final long HIGHEST_MILLISECONDS = 3_600_000;
  private static final int DIGITS = 3;
  private static final int SUSTAINED_SECONDS = 3;

  private final Batch batch;
  private final BitSet expired;
  private final Histogram lag = new Histogram(HIGHEST_MILLISECONDS, DIGITS);
  private final TreeMap<Long, Integer> arrivals = new TreeMap<>();
  private int more;
  private int others;
  private int early;
  private long lastArrival;

  Outcomes(Batch batch) {
    this.batch = batch;
    this.expired = new BitSet(batch.size());
  }

  synchronized void result(int index, boolean isExpiry, long arrivedAt) {
    if (!isExpiry) {
      others++;
      return;
    }
    if (expired.get(index)) {
      more++;
      return;
    }
    expired.set(index);
    long late = arrivedAt - batch.dueAt(index).toEpochMilli();
    if (late < 0) {
      early++;
    }
    lag.recordValue(Math.clamp(late, 0, HIGHEST_MILLISECONDS));
    arrivals.merge(arrivedAt / 1_000, 1, Integer::sum);
    lastArrival = Math.max(lastArrival, arrivedAt);
  }

  Batch batch() {
    return batch;
  }

  synchronized int count() {
    return expired.cardinality();
  }

  /** Seconds from the last deadline to the arrival of the last result. */
  synchronized double secondsToTheLast() {
    return (lastArrival - batch.end().toEpochMilli()) / 1_000.0;
  }

  synchronized long lagMillis(double percentile) {
    return lag.getValueAtPercentile(percentile);
  }

  /** The most results a second over some seconds in a row. */
  synchronized double highestRate() {
    long most = 0;
    for (long second : arrivals.keySet()) {
      Map<Long, Integer> some = arrivals.subMap(second, true, second + SUSTAINED_SECONDS - 1, true);
      most = Math.max(most, some.values().stream().mapToInt(Integer::intValue).sum());
    }
    return (double) most / SUSTAINED_SECONDS;
  }

  /** Whether each expired once and nothing else became of any; says it in words. */
  synchronized String verdict() {
    int missing = batch.size() - count();
    return missing + more + others + early == 0
        ? "each exactly once"
        : "WRONG: %d missing, %d more than once, %d with another outcome, %d early"
            .formatted(missing, more, others, early);
  }
}
