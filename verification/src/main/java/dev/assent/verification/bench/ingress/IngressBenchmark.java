package dev.assent.verification.bench.ingress;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.Population;
import dev.assent.verification.bench.Timed;
import dev.assent.verification.bench.ingress.WaitingClients.Way;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Measures the ingress: a read and a command, held against the same HTTP server that only says
 * hello; thousands of open waits and how soon they are woken; and mixed load with the memory and
 * the threads before and after. Everything, the load generator included, shares this machine.
 */
public final class IngressBenchmark {
  /** More at a time only say how much memory the load generator has; the wait for one counts. */
  private static final int MOST_CONNECTIONS = 512;

  private static final int USERS = 1_000;

  /** Read in turn: the ingress serves so many requests a second about one user and no more. */
  private static final int READ = 500;

  private static final int SAMPLES = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final IngressOptions options;
  private final LocalAssent assent;
  private final Requests requests;
  private final String header;
  private final PrintStream out;

  private IngressBenchmark(
      IngressOptions options,
      LocalAssent assent,
      Requests requests,
      String header,
      PrintStream out) {
    this.options = options;
    this.assent = assent;
    this.requests = requests;
    this.header = header;
    this.out = out;
  }

  /** A request under load. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Starts a system of its own in a temporary directory, measures, and stops it. */
  public static void main(String[] arguments) throws Exception {
    IngressOptions options;
    try {
      options = IngressOptions.of(arguments);
    } catch (InvalidSettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    AmazonCorrettoCryptoProvider.install();
    Path directory = Files.createTempDirectory("assent-bench-");
    System.out.println("Starting a system of its own in " + directory + " ...");
    LocalSettings settings =
        LocalSettings.temporary(directory)
            .sized(options.partitions(), LocalSettings.STANDARD_STREAM_THREADS);
    try (LocalAssent assent = new LocalAssent(Installation.find(), settings, Progress.SILENT)) {
      assent.startInfrastructure();
      assent.startServices();
      String header = "X-Api-Key: " + assent.demoTenant().backEndKey();
      try (ConnectionPool ingress = new ConnectionPool(assent.addresses().ingress())) {
        Population.register(ingress, header, USERS, KeyEncapsulation.P256);
        Requests requests = new Requests(ingress, header, USERS);
        new IngressBenchmark(options, assent, requests, header, System.out).run(directory);
      }
    }
  }

  private void run(Path directory) throws IOException, InterruptedException, StartFailure {
    hello(directory);
    List<String> open = created(READ);
    AtomicInteger next = new AtomicInteger();
    measure(
        "read (GET operation)",
        1,
        () -> requests.read(open.get(Math.floorMod(next.getAndIncrement(), open.size()))));
    measure("command (times of create + cancel)", 2, this::createAndCancel);
    waits();
    mixed();
  }

  private void createAndCancel() throws IOException {
    String operationId = requests.freshOperation();
    requests.create(operationId);
    requests.cancel(operationId);
  }

  private void hello(Path directory) throws IOException, InterruptedException, StartFailure {
    try (HelloLimit hello = HelloLimit.start(directory);
        ConnectionPool connections = new ConnectionPool(hello.address(), MOST_CONNECTIONS)) {
      measure("ceiling: a server that says hello", 1, () -> connections.get("/hello", header));
    }
  }

  /**
   * In a closed loop, and at half of what was done there.
   *
   * @param each requests of one piece of work
   */
  private void measure(String what, int each, Work work) throws IOException {
    closed(options.warmUp(), work);
    Timed closed = closed(options.duration(), work);
    int half = (int) Math.max(1, closed.perSecond() / 2);
    requests.reconnect();
    Timed open = timed(load -> Load.open(half, options.duration(), load), work);
    out.printf(
        "%-34s %7.0f requests/s with %d at a time (p50 %.1f ms, p99 %.1f ms); at half of it p50 %.1f ms, p99 %.1f ms%n",
        what,
        each * closed.perSecond(),
        options.workers(),
        closed.millis(50),
        closed.millis(99),
        open.millis(50),
        open.millis(99));
  }

  private Timed closed(Duration duration, Work work) throws IOException {
    requests.reconnect();
    return timed(load -> Load.closed(options.workers(), duration, load), work);
  }

  private Timed timed(Consumer<Load.Work> load, Work work) {
    Histogram histogram = Timed.histogram3();
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<String> failure = new AtomicReference<>();
    long start = System.nanoTime();
    load.accept(
        intended -> {
          try {
            work.run();
            histogram.recordValue(Timed.micros(intended, System.nanoTime()));
          } catch (IOException e) {
            failures.incrementAndGet();
            failure.set(e.getMessage());
          }
        });
    if (failures.get() > 0) {
      out.printf("  %d failed, the last: %s%n", failures.get(), failure.get());
    }
    return new Timed(histogram.getTotalCount() * 1e9 / (System.nanoTime() - start), histogram);
  }

  private void waits() throws IOException, InterruptedException {
    List<String> operations = created(options.waits());
    requests.reconnect();
    Sample idle = Sample.of(processId());
    out.printf("%nidle: %s%n", idle.text());
    try (WaitingClients clients = new WaitingClients(ingress(), header);
        CommitFeed commits = new CommitFeed(assent.clientConfiguration())) {
      for (String operation : operations) {
        clients.open(operation, way(operation));
        // each is read once first: all at one instant would only measure that
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / (2L * options.wakeUps()));
      }
      awaitOpen(operations.size());
      Sample waiting = Sample.of(processId());
      out.printf("%,d waits: %s%n", operations.size(), waiting.text());
      out.printf("  over idle: %s%n", waiting.since(idle));
      wakeUp(operations, clients, commits);
      out.printf("  all woken: %s%n", Sample.of(processId()).since(idle));
    }
  }

  private List<String> created(int count) throws IOException {
    requests.reconnect();
    Queue<String> operations = new ConcurrentLinkedQueue<>();
    Semaphore turns = new Semaphore(options.workers());
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < count; number++) {
        turns.acquireUninterruptibly();
        executor.execute(
            () -> {
              operations.add(createdForSure());
              turns.release();
            });
      }
    }
    return List.copyOf(operations);
  }

  /** A busy machine may give no answer in time; the same request then finds out. */
  private String createdForSure() {
    String operationId = requests.freshOperation();
    await(
        () -> {
          try {
            requests.create(operationId);
            return true;
          } catch (IOException _) {
            return false;
          }
        });
    return operationId;
  }

  private static Way way(String operation) {
    return (operation.hashCode() & 1) == 0 ? Way.LONG_POLL : Way.EVENTS;
  }

  private void wakeUp(List<String> operations, WaitingClients clients, CommitFeed commits) {
    AtomicInteger next = new AtomicInteger();
    Timed cancels =
        timed(
            load -> Load.open(options.wakeUps(), seconds(operations), load),
            () -> requests.cancel(operations.get(next.getAndIncrement())));
    await(() -> clients.woken() + clients.failures() >= next.get());
    Histogram late = Timed.histogram3();
    clients
        .wokenAt()
        .forEach(
            (operation, woken) ->
                late.recordValue(
                    Timed.micros(commits.cancelledAt().getOrDefault(operation, woken), woken)));
    Timed wakeUps = new Timed(cancels.perSecond(), late);
    out.printf(
        "  %,d woken at %.0f/s, %d failed %s: after the commit p50 %.1f ms, p99 %.1f ms, most %.1f ms (cancel p50 %.1f ms, p99 %.1f ms)%n",
        clients.woken(),
        cancels.perSecond(),
        clients.failures(),
        clients.lastFailure(),
        wakeUps.millis(50),
        wakeUps.millis(99),
        wakeUps.millis(100),
        cancels.millis(50),
        cancels.millis(99));
  }

  private Duration seconds(List<String> operations) {
    return Duration.ofSeconds(operations.size() / options.wakeUps());
  }

  private void mixed() throws IOException, InterruptedException {
    requests.reconnect();
    out.printf("%nmixed load, %d operations/s%n", options.mixedRate());
    Duration part = options.mixed().dividedBy(SAMPLES);
    try (WaitingClients clients = new WaitingClients(ingress(), header)) {
      Work work = () -> mixedWork(clients);
      timed(load -> Load.open(options.mixedRate(), part, load), work);
      Sample first = Sample.of(processId());
      out.printf("  %3d s: %s%n", part.toSeconds(), first.text());
      for (int sample = 2; sample <= SAMPLES; sample++) {
        Timed timed = timed(load -> Load.open(options.mixedRate(), part, load), work);
        out.printf(
            "  %3d s: %s; an operation p50 %.0f ms, p99 %.0f ms%n",
            sample * part.toSeconds(),
            Sample.of(processId()).text(),
            timed.millis(50),
            timed.millis(99));
      }
      await(() -> requests.openWaits() == 0);
      out.printf(
          "  growth: %s; %,d waits woken, %d failed %s%n",
          Sample.of(processId()).since(first),
          clients.woken(),
          clients.failures(),
          clients.lastFailure());
    }
  }

  private void mixedWork(WaitingClients clients) throws IOException {
    String operationId = requests.freshOperation();
    requests.create(operationId);
    clients.open(operationId, way(operationId));
    requests.read(operationId);
    requests.cancel(operationId);
  }

  private void awaitOpen(int waits) {
    await(() -> requests.openWaits() >= waits);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("it did not come to this in " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private URI ingress() {
    return assent.addresses().ingress();
  }

  private long processId() {
    return assent.process(Service.INGRESS).processId();
  }
}
