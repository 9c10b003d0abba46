package dev.assent.verification.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Times of one run by step. */
public final class Latencies {
  private static final long HIGHEST_MICROSECONDS = 120_000_000L;
  private static final int DIGITS = 3;

  private final Map<Step, Histogram> histograms = new EnumMap<>(Step.class);
  private final LongAdder failures = new LongAdder();
  private volatile String firstFailure = "";

  /** None yet. */
  public Latencies() {
    for (Step step : Step.values()) {
      histograms.put(step, new ConcurrentHistogram(HIGHEST_MICROSECONDS, DIGITS));
    }
  }

  void record(Step step, long fromNanos, long toNanos) {
    long micros = Math.clamp((toNanos - fromNanos) / 1_000, 0, HIGHEST_MICROSECONDS);
    histograms.get(step).recordValue(micros);
  }

  void failed(String why) {
    if (failures.sum() == 0) {
      firstFailure = why;
    }
    failures.increment();
  }

  /** Operations that failed. */
  public long failures() {
    return failures.sum();
  }

  /** What failed first; empty where nothing did. */
  public String firstFailure() {
    return firstFailure;
  }

  /** How often the step was timed. */
  public long count(Step step) {
    return histograms.get(step).getTotalCount();
  }

  /** Milliseconds of the step at this percentile. */
  public double millis(Step step, double percentile) {
    return histograms.get(step).getValueAtPercentile(percentile) / 1_000.0;
  }
}
