package dev.assent.verification.bench.connectors;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.verification.bench.Timed;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the connectors: tasks a second at a provider that takes its time, how that grows with
 * workers, and how soon a provider's answer is a result. Everything shares this machine.
 */
public final class ConnectorsBenchmark {
  private static final String MANY = "concurrency=256";

  /** The first seconds are those of a worker that has just started. */
  private static final int WARM_UP_SECONDS = 40;

  private ConnectorsBenchmark() {}

  /** Starts a system of its own in a temporary directory, measures, and stops it. */
  public static void main(String[] arguments) throws Exception {
    ConnectorsOptions options;
    try {
      options = ConnectorsOptions.of(arguments);
    } catch (InvalidSettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Path directory = Files.createTempDirectory("assent-bench-");
    System.out.println("Starting a system of its own in " + directory + " ...");
    try (LocalAssent assent = LocalAssent.temporary(directory)) {
      rates(options, assent, System.out);
      times(options, assent, System.out);
    }
  }

  private static void rates(ConnectorsOptions options, LocalAssent assent, PrintStream out)
      throws Exception {
    out.printf("%nA provider that takes %d ms%n", options.latency().toMillis());
    try (TaskRate rate = new TaskRate(assent, options.latency())) {
      for (int workers = 1; workers <= options.workers(); workers++) {
        out.printf(
            "%d workers, 64 calls at a time each: %5.0f tasks/s%n",
            workers, rate.measure(workers, workers * options.tasks()));
      }
      out.printf(
          "1 worker, 256 calls at a time: %5.0f tasks/s%n",
          rate.measure(1, 2 * options.tasks(), MANY));
    }
  }

  private static void times(ConnectorsOptions options, LocalAssent assent, PrintStream out)
      throws Exception {
    try (Provision provision = new Provision(assent)) {
      Timed timed =
          new AnswerTimes(assent, provision)
              .measure(
                  options.rate(),
                  options.duration().plusSeconds(WARM_UP_SECONDS),
                  options.rate() * WARM_UP_SECONDS);
      out.printf(
          "%nFrom answer to committed result, %d operations/s, %,d counted: p50 %.1f ms, p99 %.1f ms, at the most %.1f ms%n",
          options.rate(),
          timed.histogram().getTotalCount(),
          timed.millis(50),
          timed.millis(99),
          timed.millis(100));
    }
  }
}
