package dev.assent.verification.bench.cluster;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.process.Progress;
import dev.assent.verification.bench.ChallengeFeed;
import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.Latencies;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.OperationDriver;
import dev.assent.verification.bench.Population;
import dev.assent.verification.bench.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several of each as processes of their own on this machine: what they get done with one processor,
 * two and three, what an operation costs, and what callers see of faults and restarts.
 */
public final class ClusterBenchmark {
  private static final Duration SETTLING = Duration.ofSeconds(90);

  private final ClusterOptions options;
  private final LocalAssent assent;
  private final List<ConnectionPool> ingresses;
  private final PrintStream out;

  private ClusterBenchmark(
      ClusterOptions options, LocalAssent assent, List<ConnectionPool> ingresses, PrintStream out) {
    this.options = options;
    this.assent = assent;
    this.ingresses = ingresses;
    this.out = out;
  }

  /** Starts a system of its own in a temporary directory, measures, and stops it. */
  public static void main(String[] arguments) throws Exception {
    ClusterOptions options;
    try {
      options = ClusterOptions.of(arguments);
    } catch (InvalidSettingsException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    AmazonCorrettoCryptoProvider.install();
    Path directory = Files.createTempDirectory("assent-bench-");
    System.out.println("Starting a system of its own in " + directory + " ...");
    LocalSettings settings =
        LocalSettings.temporary(directory, options.instances())
            .sized(options.partitions(), LocalSettings.STANDARD_STREAM_THREADS);
    run(options, settings, System.out, true);
    if (options.has("alone")) {
      System.out.println("\nThe same system without standbys ...");
      run(options, settings.withStandbys(0), System.out, false);
    }
  }

  private static void run(
      ClusterOptions options, LocalSettings settings, PrintStream out, boolean standbys)
      throws Exception {
    try (LocalAssent assent = new LocalAssent(Installation.find(), settings, Progress.SILENT)) {
      assent.startInfrastructure();
      assent.startServices();
      List<ConnectionPool> ingresses = new ArrayList<>();
      assent.ingresses().forEach(address -> ingresses.add(new ConnectionPool(address)));
      ClusterBenchmark benchmark = new ClusterBenchmark(options, assent, ingresses, out);
      if (standbys) {
        benchmark.measure();
        benchmark.harm();
      } else {
        benchmark.killAlone();
      }
      for (ConnectionPool ingress : ingresses) {
        ingress.close();
      }
    }
  }

  private String backEnd() {
    return "X-Api-Key: " + assent.demoTenant().backEndKey();
  }

  private void measure() throws Exception {
    out.printf(
        "%d brokers, %d processors, %d ingresses, %d connectors' workers; %d partitions; registering %d devices ...%n",
        options.instances().brokers(),
        options.instances().processors(),
        options.instances().ingresses(),
        options.instances().connectors(),
        options.partitions(),
        options.users());
    Population population =
        Population.register(
            ingresses.getFirst(), backEnd(), options.users(), KeyEncapsulation.X25519);
    try (ChallengeFeed challenges = new ChallengeFeed(assent.clientConfiguration());
        Assignment assignment = new Assignment(assent.clientConfiguration())) {
      List<OperationDriver> drivers =
          ingresses.stream()
              .map(
                  ingress ->
                      new OperationDriver(
                          ingress,
                          challenges,
                          population,
                          backEnd(),
                          assent.demoTenant().tenant(),
                          assent.demoTenant().frontEndKey()))
              .toList();
      out.printf("Warming up for %d s ...%n", options.warmUp().toSeconds());
      load(drivers, options.warmUp());
      if (options.has("growth")) {
        growth(drivers, assignment);
      }
      if (options.has("cost")) {
        assignment.await(options.instances().processors(), SETTLING);
        Cost before = Cost.now(assent);
        Latencies latencies = load(drivers, options.duration().multipliedBy(2));
        Cost.now(assent).print(before, latencies.count(Step.WHOLE), out);
      }
    }
  }

  /** From most to least, so that what is measured is always warm. */
  private void growth(List<OperationDriver> drivers, Assignment assignment) throws Exception {
    int all = options.instances().processors();
    for (int processors = all; processors > 0; processors--) {
      List<Integer> spread = assignment.await(processors, SETTLING);
      load(drivers, options.duration().dividedBy(4));
      long start = System.nanoTime();
      Latencies latencies = load(drivers, options.duration());
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(
          "%d processor(s), users' partitions %s, %d at a time: %.0f operations/s, %d failed %s%n",
          processors,
          spread,
          options.workers(),
          latencies.count(Step.WHOLE) / seconds,
          latencies.failures(),
          latencies.firstFailure());
      for (Step step : List.of(Step.CREATE, Step.RETRIEVE, Step.AUTH_USER, Step.WHOLE)) {
        out.printf(
            "  %-24s p50 %7.1f ms   p99 %7.1f ms%n",
            step.title(), latencies.millis(step, 50), latencies.millis(step, 99));
      }
      if (processors > 1) {
        assent.process(Service.PROCESSOR, processors).stop();
      }
    }
    for (int number = 2; number <= all; number++) {
      assent.start(Service.PROCESSOR, number);
    }
  }

  private Latencies load(List<OperationDriver> drivers, Duration duration) throws IOException {
    for (ConnectionPool ingress : ingresses) {
      // the server has closed what stood idle
      ingress.close();
    }
    Latencies latencies = new Latencies();
    AtomicInteger turn = new AtomicInteger();
    Load.closed(
        options.workers(),
        duration,
        intended ->
            drivers
                .get(Math.floorMod(turn.getAndIncrement(), drivers.size()))
                .run(intended, latencies));
    return latencies;
  }

  private void harm() throws Exception {
    if (!harms()) {
      return;
    }
    try (Faults faults = faults()) {
      if (options.has("scale")) {
        faults.scale();
      }
      if (options.has("rolling")) {
        faults.rollingRestart();
      }
      if (options.has("takeover")) {
        faults.takeover(options.instances().processors());
        faults.takeover(1);
      }
      if (options.has("broker") && options.instances().brokers() > 1) {
        faults.lostBroker(2);
        faults.lostBroker(1);
      }
      faults.verdict();
    }
  }

  private boolean harms() {
    return options.has("scale")
        || options.has("rolling")
        || options.has("takeover")
        || options.has("broker");
  }

  private void killAlone() throws Exception {
    try (Faults faults = faults()) {
      faults.takeover(options.instances().processors());
      faults.verdict();
    }
  }

  private Faults faults() {
    return new Faults(
        assent, assent.ingresses(), ingresses, options.users(), options.clients(), out);
  }
}
