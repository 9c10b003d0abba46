package dev.assent.verification.bench.timers;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.ConnectionPool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures pending operations by the hundred thousand: how fast they are created, what a tick costs
 * while none is due, how long a restart takes, and how they expire, spread over a window and all at
 * one instant. Everything, the load generator included, shares this machine.
 */
public final class TimersBenchmark {
  private static final int WARM_UP = 30_000;
  private static final int STEADY_USERS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofSeconds(4);
  private static final Duration BEFORE = Duration.ofSeconds(15);
  private static final Duration AFTER = Duration.ofSeconds(5);

  /** A command's time may lie a minute ahead, and an operation lives ten minutes at the most. */
  private static final Duration LATEST_DEADLINE = Duration.ofMinutes(10).plusSeconds(45);

  /** Between the creation and the first deadline the system is looked at. */
  private static final Duration RESERVE = Duration.ofSeconds(45);

  private static final Duration RESERVE_FOR_RESTARTS = Duration.ofSeconds(50);
  private static final int RESTORED_EACH_SECOND = 15_000;

  private final TimerOptions options;
  private final LocalAssent assent;
  private final BulkCommands commands;
  private final Observer observer;
  private final SteadyCommands steady;
  private final PrintStream out;

  private TimersBenchmark(
      TimerOptions options,
      LocalAssent assent,
      BulkCommands commands,
      Observer observer,
      SteadyCommands steady,
      PrintStream out) {
    this.options = options;
    this.assent = assent;
    this.commands = commands;
    this.observer = observer;
    this.steady = steady;
    this.out = out;
  }

  /** Starts a system of its own in a temporary directory, measures, and stops it. */
  public static void main(String[] arguments) throws Exception {
    TimerOptions options;
    try {
      options = TimerOptions.of(arguments);
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
      String header = "X-Api-Key: " + assent.demoTenant().backEndKey();
      try (ConnectionPool ingress = new ConnectionPool(assent.addresses().ingress());
          BulkCommands commands =
              new BulkCommands(assent.clientConfiguration(), assent.demoTenant().tenant());
          Observer observer = new Observer(assent.clientConfiguration())) {
        SteadyCommands steady = new SteadyCommands(ingress, header, "steady", STEADY_USERS);
        new TimersBenchmark(options, assent, commands, observer, steady, System.out).run();
      }
    }
    delete(directory);
  }

  private void run() throws Exception {
    out.printf(
        "%,d operations, %d partitions, %d stream thread(s)%n%n",
        options.operations(), options.partitions(), options.threads());
    double registrations = registerDevices();
    double rate = warmUp("warmup", registrations);
    pending(rate);
    burst(rate);
    memory();
  }

  private double registerDevices() {
    long start = System.nanoTime();
    List<String> names = List.of("warmup", "again", "main", "burst", "steady");
    List<Integer> sizes =
        List.of(WARM_UP, WARM_UP, options.operations(), options.burst(), STEADY_USERS * Batch.EACH);
    int users = 0;
    for (int batch = 0; batch < names.size(); batch++) {
      commands.registerDevices(names.get(batch), sizes.get(batch));
      users += Batch.users(sizes.get(batch));
    }
    observer.await("devices", users, observer::devices, PATIENCE);
    row(
        "devices registered (warming up)",
        "%,d at %,.0f/s".formatted(users, users / seconds(start)));
    return users / seconds(start);
  }

  /**
   * Creates and expires once, with the steady load beside; gives the rate of the creations.
   *
   * @param rate the creations a second that are expected at the least
   */
  private double warmUp(String name, double rate) throws IOException {
    long seconds = 10 + (long) (1.5 * WARM_UP / rate);
    Batch batch =
        new Batch(name, WARM_UP, Instant.now().plusSeconds(seconds), Duration.ofSeconds(5));
    Outcomes outcomes = observer.follow(batch);
    double created = create(batch, 0, batch.size());
    steady.run(options.rate(), BEFORE);
    observer.await("warm-up", batch.size(), outcomes::count, PATIENCE);
    return created;
  }

  private double create(Batch batch, int from, int to) {
    long start = System.nanoTime();
    commands.create(batch, from, to);
    observer.await("operations", to, () -> observer.created(batch), PATIENCE);
    return (to - from) / seconds(start);
  }

  private void pending(double warmUpRate) throws Exception {
    Instant now = Instant.now();
    Duration needed =
        Duration.ofSeconds((long) (1.2 * options.operations() / warmUpRate))
            .plus(RESERVE)
            .plus(options.restarts() ? forRestarts() : Duration.ZERO);
    Instant latest = now.plus(LATEST_DEADLINE).minus(options.window());
    Instant planned = now.plus(needed);
    Batch batch =
        new Batch(
            "main",
            options.operations(),
            planned.isAfter(latest) ? latest : planned,
            options.window());
    Outcomes outcomes = observer.follow(batch);
    int created = 0;
    long start = System.nanoTime();
    Duration looking = Duration.ZERO;
    for (int stored : List.of(10_000, 100_000, batch.size())) {
      int to = Math.min(stored, batch.size());
      if (to > created) {
        create(batch, created, to);
        created = to;
        Instant before = Instant.now();
        idleTicks(to);
        looking = looking.plus(Duration.between(before, Instant.now()));
      }
    }
    row(
        "operations created",
        "%,d at %,.0f/s".formatted(created, created / (seconds(start) - looking.toNanos() / 1e9)));
    if (options.restarts()) {
      restarts();
      warmUp("again", warmUpRate / 2);
    }
    SteadyCommands.Times before = steady.run(options.rate(), BEFORE);
    Duration early = Duration.between(Instant.now(), batch.from());
    if (early.isNegative()) {
      out.printf("The first were due %d s before all was prepared%n", -early.toSeconds());
    } else {
      LockSupport.parkNanos(early.toNanos());
    }
    ProcessorMeasures measures = measures();
    SteadyCommands.Times during = steady.run(options.rate(), options.window());
    observer.await("expiries", batch.size(), outcomes::count, PATIENCE);
    LockSupport.parkNanos(AFTER.toNanos());
    row("due evenly within", "%d s, %,d/s".formatted(batch.window().toSeconds(), perSecond(batch)));
    expiry(outcomes);
    busyTicks(measures);
    beside("commands beside, before", before);
    beside("commands beside, during", during);
    out.println();
  }

  private Duration forRestarts() {
    return RESERVE_FOR_RESTARTS.plusSeconds(options.operations() / RESTORED_EACH_SECOND);
  }

  private static long perSecond(Batch batch) {
    return batch.size() / Math.max(1, batch.window().toSeconds());
  }

  private void burst(double rate) throws Exception {
    Batch batch =
        new Batch(
            "burst",
            options.burst(),
            Instant.now().plusSeconds(10 + (long) (1.5 * options.burst() / rate)),
            Duration.ZERO);
    Outcomes outcomes = observer.follow(batch);
    create(batch, 0, batch.size());
    Duration early = Duration.between(Instant.now(), batch.from());
    LockSupport.parkNanos(Math.max(0, early.toNanos()));
    ProcessorMeasures measures = measures();
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Future<SteadyCommands.Times> during =
          beside.submit(() -> steady.run(options.rate(), Duration.ofSeconds(10)));
      observer.await("expiries", batch.size(), outcomes::count, PATIENCE);
      SteadyCommands.Times times = during.get();
      LockSupport.parkNanos(AFTER.toNanos());
      row("due at one instant", "%,d".formatted(batch.size()));
      expiry(outcomes);
      busyTicks(measures);
      beside("commands beside, during", times);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    out.println();
  }

  private void expiry(Outcomes outcomes) {
    row("  expired", "%,d, %s".formatted(outcomes.count(), outcomes.verdict()));
    row(
        "  lag to its result's reader",
        "p50 %,d ms, p99 %,d ms, most %,d ms"
            .formatted(outcomes.lagMillis(50), outcomes.lagMillis(99), outcomes.lagMillis(100)));
    row("  the last after the last deadline", "%.1f s".formatted(outcomes.secondsToTheLast()));
    row("  highest rate over three seconds", "%,.0f/s".formatted(outcomes.highestRate()));
  }

  private void beside(String what, SteadyCommands.Times times) {
    row(
        "  " + what,
        """
        create p50 %.0f ms, p99 %.0f ms; cancel p50 %.0f ms, p99 %.0f ms; %d failed %s; \
        over 1 s, in twelfths of the run: %s"""
            .formatted(
                times.createMillis(50),
                times.createMillis(99),
                times.cancelMillis(50),
                times.cancelMillis(99),
                times.failures(),
                times.lastFailure(),
                times.slow()));
  }

  private void idleTicks(int stored) throws IOException, InterruptedException {
    ProcessorMeasures before = measures();
    LockSupport.parkNanos(LOOK.toNanos());
    ProcessorMeasures after = measures();
    double ticks = difference(before, after, "assent_timers_tick_seconds_count", "due=\"no\"");
    double taken = difference(before, after, "assent_timers_tick_seconds_sum", "due=\"no\"");
    row(
        "tick with nothing due",
        "%,d stored: %.1f microseconds (%.0f ticks, %d MB in memory)"
            .formatted(
                stored, taken * 1e6 / ticks, ticks, ProcessMemory.residentMegabytes(processId())));
  }

  private void busyTicks(ProcessorMeasures before) throws IOException, InterruptedException {
    ProcessorMeasures after = measures();
    double ticks = difference(before, after, "assent_timers_tick_seconds_count", "due=\"yes\"");
    double taken = difference(before, after, "assent_timers_tick_seconds_sum", "due=\"yes\"");
    double fired = difference(before, after, "assent_timers_fired_total", "");
    row(
        "  ticks with something due",
        "%,.0f of %.0f timers and %.1f ms each, %.0f microseconds each timer; longest %.0f ms"
            .formatted(
                ticks,
                fired / ticks,
                taken * 1e3 / ticks,
                taken * 1e6 / fired,
                after.highest("assent_timers_tick_seconds_max", "due=\"yes\"") * 1e3));
  }

  private static double difference(
      ProcessorMeasures before, ProcessorMeasures after, String name, String label) {
    return after.sum(name, label) - before.sum(name, label);
  }

  private void restarts() throws StartFailure, InterruptedException, IOException {
    long stopping = System.nanoTime();
    assent.process(Service.PROCESSOR).stop();
    double stopped = seconds(stopping);
    long starting = System.nanoTime();
    assent.start(Service.PROCESSOR);
    row(
        "restart, stopped, state kept",
        "%.1f s to stop, %.1f s to ready".formatted(stopped, seconds(starting)));
    assent.process(Service.PROCESSOR).kill();
    delete(assent.settings().stateDirectory().resolve("processor"));
    starting = System.nanoTime();
    assent.start(Service.PROCESSOR);
    row("restart, killed, state lost", "%.1f s to ready".formatted(seconds(starting)));
  }

  private void memory() throws IOException, InterruptedException {
    ProcessorMeasures measures = measures();
    row(
        "processor's memory",
        "%d MB at the most, %d MB now; RocksDB: cache %.0f of %.0f MB, write buffers %.0f MB of it"
            .formatted(
                ProcessMemory.highestMegabytes(processId()),
                ProcessMemory.residentMegabytes(processId()),
                measures.highest("kafka_stream_state_block_cache_usage", "") / (1 << 20),
                measures.highest("kafka_stream_state_block_cache_capacity", "") / (1 << 20),
                measures.sum("kafka_stream_state_size_all_mem_tables", "") / (1 << 20)));
  }

  private ProcessorMeasures measures() throws IOException, InterruptedException {
    return ProcessorMeasures.now(assent.addresses().processor());
  }

  private long processId() {
    return assent.process(Service.PROCESSOR).processId();
  }

  private void row(String what, String text) {
    out.printf("%-36s %s%n", what, text);
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
