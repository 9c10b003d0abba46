package dev.assent.verification.bench.connectors;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.LocalAssent;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Connectors under faults, in the long form; the tests of each build have the short one. */
public final class FaultsBenchmark {
  private static final Duration BEFORE = Duration.ofSeconds(20);
  private static final Duration AFTER = Duration.ofSeconds(60);
  private static final int BESIDE = 5;

  private FaultsBenchmark() {}

  /** Starts a system of its own in a temporary directory, does it harm, and stops it. */
  public static void main(String[] arguments) throws Exception {
    FaultOptions options;
    try {
      options = FaultOptions.of(arguments);
    } catch (InvalidSettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Path directory = Files.createTempDirectory("assent-bench-");
    System.out.println("Starting a system of its own in " + directory + " ...");
    try (LocalAssent assent = LocalAssent.temporary(directory)) {
      run(options, new ConnectorFaults(assent), System.out);
    }
  }

  private static void run(FaultOptions options, ConnectorFaults faults, PrintStream out)
      throws Exception {
    if (options.has("kills")) {
      out.printf("%nKilling %d workers, seed %d ...%n", options.kills(), options.seed());
      out.println(
          faults.kill(new KillPlan(options.kills(), options.workers(), options.seed())).text());
    }
    for (OutagePlan.Kind kind : OutagePlan.Kind.values()) {
      if (options.has(kind.name().toLowerCase(Locale.ROOT))) {
        out.printf(
            "%nA provider is %s for %d s, at %d operations/s ...%n",
            kind, options.outage().toSeconds(), options.rate());
        out.println(
            faults
                .failProvider(
                    new OutagePlan(
                        kind, BEFORE, options.outage(), AFTER, options.rate(), BESIDE, List.of()))
                .text());
      }
    }
    if (options.has("receiver")) {
      out.printf(
          "%nA receiver is away for %d s, at %d results/s ...%n",
          options.receiverOutage().toSeconds(), options.rate());
      out.println(
          faults
              .failReceiver(new ReceiverPlan(BEFORE, options.receiverOutage(), options.rate()))
              .text());
    }
  }
}
