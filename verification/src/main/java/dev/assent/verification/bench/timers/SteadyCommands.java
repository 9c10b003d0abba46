package dev.assent.verification.bench.timers;

import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.LoadConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What goes on beside: operations created over HTTP at a steady rate, each cancelled again. */
final class SteadyCommands {
  private static final long HIGHEST_MICROSECONDS = 120_000_000L;
  private static final int DIGITS = 3;
  private static final int OK = 200;
  private static final long SLOW_NANOS = 1_000_000_000L;

  /** Into as many parts a run is cut, to see when it was slow. */
  private static final int PARTS = 12;

  private final ConnectionPool ingress;
  private final String apiKeyHeader;
  private final String batch;
  private final int users;
  private final AtomicLong number = new AtomicLong();

  /**
   * @param batch whose users do it
   * @param users how many it has
   */
  SteadyCommands(ConnectionPool ingress, String apiKeyHeader, String batch, int users) {
    this.ingress = ingress;
    this.apiKeyHeader = apiKeyHeader;
    this.batch = batch;
    this.users = users;
  }

  /** Times of one run, from the intended start of each request. */
  static final class Times {
    private final Histogram create = new ConcurrentHistogram(HIGHEST_MICROSECONDS, DIGITS);
    private final Histogram cancel = new ConcurrentHistogram(HIGHEST_MICROSECONDS, DIGITS);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicIntegerArray slow = new AtomicIntegerArray(PARTS);
    private volatile String lastFailure = "";

    double createMillis(double percentile) {
      return create.getValueAtPercentile(percentile) / 1_000.0;
    }

    double cancelMillis(double percentile) {
      return cancel.getValueAtPercentile(percentile) / 1_000.0;
    }

    int failures() {
      return failures.get();
    }

    String lastFailure() {
      return lastFailure;
    }

    /** How many failed or took longer than a second, in each twelfth of the run. */
    String slow() {
      return slow.toString();
    }
  }

  /** Runs at the rate for so long; returns when all is answered. */
  Times run(int rate, Duration duration) throws IOException {
    // the server has closed what stood idle
    ingress.close();
    Times times = new Times();
    long began = System.nanoTime();
    Load.open(
        rate,
        duration,
        intended -> {
          if (!once(intended, times) || System.nanoTime() - intended > SLOW_NANOS) {
            long part = (intended - began) * PARTS / duration.toNanos();
            times.slow.incrementAndGet(Math.clamp(part, 0, PARTS - 1));
          }
        });
    return times;
  }

  private boolean once(long intended, Times times) {
    long sequence = number.getAndIncrement();
    String operationId = "steady-" + sequence;
    String userId = Batch.userId(batch, (int) (sequence % users));
    try {
      require(
          ingress.post(
              "/v2/users/" + userId + "/operations",
              apiKeyHeader,
              "{\"operationId\":\"%s\",\"operationPayload\":\"Pay 120.00 EUR to Blue Bicycle Ltd\"}"
                  .formatted(operationId)));
      long created = System.nanoTime();
      record(times.create, intended, created);
      require(ingress.post("/api/v1/operations/" + operationId + "/cancel", apiKeyHeader, ""));
      record(times.cancel, created, System.nanoTime());
      return true;
    } catch (IOException e) {
      times.failures.incrementAndGet();
      times.lastFailure = e.getMessage();
      return false;
    }
  }

  private static void require(LoadConnection.Answer answer) throws IOException {
    if (answer.status() != OK) {
      throw new IOException("unexpected answer " + answer);
    }
  }

  private static void record(Histogram histogram, long from, long to) {
    histogram.recordValue(Math.clamp((to - from) / 1_000, 0, HIGHEST_MICROSECONDS));
  }
}
