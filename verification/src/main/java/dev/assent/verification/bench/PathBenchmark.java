package dev.assent.verification.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.ProcessorTime.Usage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Measures the whole path over HTTP with real signatures, next to two limits taken in the same run:
 * produce-to-consume, and an empty exactly-once stream behind the same HTTP server. Everything, the
 * load generator included, shares this machine.
 */
public final class PathBenchmark {
  private static final int PASS_THROUGH_WORKERS = 128;

  private final BenchmarkOptions options;
  private final LocalAssent assent;
  private final ConnectionPool ingress;
  private final OperationDriver driver;
  private final PrintStream out;

  private PathBenchmark(
      BenchmarkOptions options,
      LocalAssent assent,
      ConnectionPool ingress,
      OperationDriver driver,
      PrintStream out) {
    this.options = options;
    this.assent = assent;
    this.ingress = ingress;
    this.driver = driver;
    this.out = out;
  }

  /** Starts a system of its own in a temporary directory, measures, and stops it. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.of(arguments);
    } catch (InvalidSettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    AmazonCorrettoCryptoProvider.install();
    Path directory = Files.createTempDirectory("assent-bench-");
    System.out.println("Starting a system of its own in " + directory + " ...");
    LocalSettings settings =
        LocalSettings.temporary(directory).sized(options.partitions(), options.threads());
    try (LocalAssent assent = new LocalAssent(Installation.find(), settings, Progress.SILENT)) {
      assent.startInfrastructure();
      assent.startServices();
      measure(options, assent, directory, System.out);
    }
  }

  private static void measure(
      BenchmarkOptions options, LocalAssent assent, Path directory, PrintStream out)
      throws InterruptedException, IOException, ExecutionException, StartFailure {
    String backEnd = "X-Api-Key: " + assent.demoTenant().backEndKey();
    try (ConnectionPool ingress = new ConnectionPool(assent.addresses().ingress());
        ChallengeFeed challenges = new ChallengeFeed(assent.clientConfiguration())) {
      out.printf(
          "%d partitions; registering %d devices (%s) ...%n",
          options.partitions(), options.users(), options.encapsulation());
      Population population =
          Population.register(ingress, backEnd, options.users(), options.encapsulation());
      OperationDriver driver =
          new OperationDriver(
              ingress,
              challenges,
              population,
              backEnd,
              assent.demoTenant().tenant(),
              assent.demoTenant().frontEndKey());
      PathBenchmark benchmark = new PathBenchmark(options, assent, ingress, driver, out);
      out.printf("Warming up for %d s ...%n%n", options.warmUp().toSeconds());
      benchmark.warmUp();
      Optional<Timed> limit =
          options.limits() ? Optional.of(benchmark.limits(directory)) : Optional.empty();
      int half = options.rate() / 2;
      benchmark.path(
          "closed loop, %d at a time".formatted(options.workers()),
          latencies -> Load.closed(options.workers(), options.duration(), run(driver, latencies)),
          limit);
      benchmark.open(half, limit);
      benchmark.open(options.rate(), limit);
    }
  }

  private static Load.Work run(OperationDriver driver, Latencies latencies) {
    return intended -> driver.run(intended, latencies);
  }

  private void warmUp() {
    Latencies unused = new Latencies();
    Load.closed(options.workers(), options.warmUp(), run(driver, unused));
    if (unused.failures() > 0) {
      out.printf("%d failed, first: %s%n", unused.failures(), unused.firstFailure());
    }
  }

  private Timed limits(Path directory)
      throws InterruptedException, ExecutionException, IOException, StartFailure {
    int requests = 3 * options.rate() / 2;
    Map<String, Object> clients = assent.clientConfiguration();
    Timed raw = ProduceConsumeLimit.measure(clients, requests, options.duration());
    row("produce to consume", "%d/s open".formatted(requests), raw);
    int partitions = assent.settings().partitions();
    try (PassThroughLimit passThrough = PassThroughLimit.start(clients, directory, partitions)) {
      passThrough.closed(PASS_THROUGH_WORKERS, options.duration());
      Timed open = passThrough.open(requests, options.duration());
      row("empty exactly-once stream behind HTTP", "%d/s open".formatted(requests), open);
      Timed closed = passThrough.closed(PASS_THROUGH_WORKERS, options.duration());
      row(
          "empty exactly-once stream behind HTTP",
          "closed, %d".formatted(PASS_THROUGH_WORKERS),
          closed);
      out.println();
      return open;
    }
  }

  private void open(int rate, Optional<Timed> limit) throws IOException {
    path(
        "open loop, %d operations/s".formatted(rate),
        latencies -> Load.open(rate, options.duration(), run(driver, latencies)),
        limit);
  }

  private void path(String title, Consumer<Latencies> load, Optional<Timed> limit)
      throws IOException {
    // the server has closed what stood idle while something else was measured
    ingress.close();
    Latencies latencies = new Latencies();
    ProcessorTime before = ProcessorTime.now(processes());
    long start = System.nanoTime();
    load.accept(latencies);
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Usage> used = ProcessorTime.now(processes()).since(before);
    long operations = latencies.count(Step.WHOLE);
    out.printf(
        "Full path, %s: %.0f operations/s (%.0f requests/s), %d failed%n",
        title, operations / seconds, 3 * operations / seconds, latencies.failures());
    if (latencies.failures() > 0) {
      out.println("  first failure: " + latencies.firstFailure());
    }
    out.printf("  %-24s %9s %9s %9s%n", "milliseconds", "p50", "p99", "p99.9");
    for (Step step : Step.values()) {
      out.printf(
          "  %-24s %9.1f %9.1f %9.1f%n",
          step.title(),
          latencies.millis(step, 50),
          latencies.millis(step, 99),
          latencies.millis(step, 99.9));
    }
    printUsage(used, operations, seconds);
    limit.ifPresent(timed -> printRatios(latencies, timed));
    out.println();
  }

  private void printRatios(Latencies latencies, Timed limit) {
    out.printf(
        "  against the empty stream: authUser p50 x %.2f, p99 x %.2f; create (two hops) p50 x %.2f, p99 x %.2f%n",
        latencies.millis(Step.AUTH_USER, 50) / limit.millis(50),
        latencies.millis(Step.AUTH_USER, 99) / limit.millis(99),
        latencies.millis(Step.CREATE, 50) / limit.millis(50),
        latencies.millis(Step.CREATE, 99) / limit.millis(99));
  }

  private void printUsage(Map<String, Usage> used, long operations, double seconds) {
    out.printf(
        "  %-24s %9s %9s %9s %9s%n",
        "processor microseconds", "all", "compiler", "collector", "of a core");
    used.forEach((process, usage) -> printUsage(process, usage, operations, seconds));
    Usage all = used.values().stream().reduce(Usage.NONE, Usage::plus);
    printUsage("all", all, operations, seconds);
  }

  private void printUsage(String process, Usage usage, long operations, double seconds) {
    double microseconds = 1e6 / Math.max(1, operations);
    out.printf(
        "    %-22s %9.0f %9.0f %9.0f %7.0f %%%n",
        process,
        usage.total() * microseconds,
        usage.compiling() * microseconds,
        usage.collecting() * microseconds,
        usage.total() * 100 / seconds);
  }

  private void row(String what, String how, Timed timed) {
    out.printf(
        "Limit: %-38s %-14s %7.0f/s   p50 %6.1f ms   p99 %6.1f ms%n",
        what, how, timed.perSecond(), timed.millis(50), timed.millis(99));
  }

  private Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      processes.put(service.title(), assent.process(service).processId());
    }
    processes.put("load generator", ProcessHandle.current().pid());
    return processes;
  }
}
