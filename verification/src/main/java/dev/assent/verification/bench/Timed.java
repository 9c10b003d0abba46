package dev.assent.verification.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Times of one kind of work.
 *
 * @param perSecond done a second
 * @param histogram microseconds
 */
record Timed(double perSecond, Histogram histogram) {
  private static final long HIGHEST_MICROSECONDS = 120_000_000L;

  static Histogram histogram3() {
    return new ConcurrentHistogram(HIGHEST_MICROSECONDS, 3);
  }

  static long micros(long fromNanos, long toNanos) {
    return Math.clamp((toNanos - fromNanos) / 1_000, 0, HIGHEST_MICROSECONDS);
  }

  double millis(double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
