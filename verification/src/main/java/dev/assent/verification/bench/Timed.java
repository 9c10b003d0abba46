package dev.assent.verification.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Times of one kind of work.
 *
 * @param perSecond done a second
 * @param histogram microseconds
 */
public record Timed(double perSecond, Histogram histogram) {
  private static final long HIGHEST_MICROSECONDS = 120_000_000L;

  /** An empty histogram of microseconds, up to two minutes and with three digits. */
  public static Histogram histogram3() {
    return new ConcurrentHistogram(HIGHEST_MICROSECONDS, 3);
  }

  /** Microseconds between two readings of {@link System#nanoTime()}, within the histogram. */
  public static long micros(long fromNanos, long toNanos) {
    return Math.clamp((toNanos - fromNanos) / 1_000, 0, HIGHEST_MICROSECONDS);
  }

  /** Milliseconds at this percentile. */
  public double millis(double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
