package dev.assent.verification.bench.connectors;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.Timed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A provider fails while its operations go on, beside another one that the same worker calls: no
 * operation is lost, the other one notices nothing, and the end of it brings no storm.
 */
final class Outage {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Open operations of a user are limited. */
  private static final int OPEN_EACH = 20;

  private final LocalAssent assent;
  private final Provision provision;
  private final Witness witness;
  private final OutagePlan plan;
  private final String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);
  private long failed;
  private long mended;

  Outage(LocalAssent assent, Provision provision, OutagePlan plan) {
    this.assent = assent;
    this.provision = provision;
    this.witness = provision.witness();
    this.plan = plan;
  }

  /** Operations of one connector. */
  private final class Stream {
    private final List<String> users;
    private final int rate;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Long> askedAt = new ConcurrentSkipListMap<>();

    Stream(String connector, int rate)
        throws IOException, InterruptedException, ExecutionException {
      this.rate = rate;
      long most = rate * total().toSeconds() / OPEN_EACH + 1;
      this.users = provision.users(connector, (int) most);
    }

    /** One operation at first, so that worker and provider know each other. */
    void begin() {
      String user = users.getFirst();
      String operation = user + "-first";
      provision.request(user, operation, timeToLive());
      if (!witness.await(() -> !witness.endings(operation).isEmpty(), PATIENCE)) {
        throw new IllegalStateException("nothing came of " + operation);
      }
    }

    void run() {
      Load.open(rate, total(), this::ask);
    }

    private void ask(long intended) {
      int next = number.getAndIncrement();
      String user = users.get(next % users.size());
      String operation = "%s-%06d".formatted(user, next);
      askedAt.put(operation, intended);
      provision.request(user, operation, timeToLive());
    }
  }

  OutageReport run() throws IOException, InterruptedException, ExecutionException, StartFailure {
    String failing = "failing-" + name;
    String other = "other-" + name;
    try (Gate gate = new Gate(provision.simulator().url(), Gate.Guard.NONE);
        Gate otherGate = new Gate(provision.simulator().url(), Gate.Guard.NONE)) {
      List<String> settings =
          new ArrayList<>(
              Provision.connector(failing, gate, plan.settings().toArray(String[]::new)));
      settings.addAll(Provision.connector(other, otherGate));
      settings.add("--connectors=" + failing + "," + other);
      try (WorkerProcess worker = new WorkerProcess(assent, "outage-" + name, settings)) {
        worker.start();
        return run(gate, new Stream(failing, plan.rate()), new Stream(other, plan.beside()));
      }
    }
  }

  private OutageReport run(Gate gate, Stream failing, Stream other)
      throws IOException, InterruptedException {
    failing.begin();
    other.begin();
    Thread first = Thread.ofVirtual().start(failing::run);
    Thread second = Thread.ofVirtual().start(other::run);
    TimeUnit.NANOSECONDS.sleep(plan.before().toNanos());
    long failedSecond = gate.second();
    failed = System.nanoTime();
    switch (plan.kind()) {
      case SILENT -> gate.fallSilent();
      case VANISHED -> gate.vanish();
    }
    TimeUnit.NANOSECONDS.sleep(plan.outage().toNanos());
    long mendedSecond = gate.second();
    mended = System.nanoTime();
    gate.open();
    first.join();
    second.join();
    witness.await(() -> allEnded(failing) && allEnded(other), timeToLive().plus(PATIENCE));
    LockSupport.parkNanos(QUIET.toNanos());
    return report(failing, other, gate, failedSecond, mendedSecond);
  }

  private boolean allEnded(Stream stream) {
    return stream.askedAt.keySet().stream().noneMatch(one -> witness.endings(one).isEmpty());
  }

  private OutageReport report(
      Stream failing, Stream other, Gate gate, long failedSecond, long mendedSecond) {
    Map<String, Integer> endings = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int neverAsked = 0;
    long last = mended;
    for (Map.Entry<String, Long> asked : failing.askedAt.entrySet()) {
      List<Witness.Ending> found = witness.endings(asked.getKey());
      int prompts = provision.prompts(asked.getKey());
      if (found.size() != 1 || prompts > 1) {
        wrong.add("%s: %d results, %d prompts".formatted(asked.getKey(), found.size(), prompts));
      }
      for (Witness.Ending ending : found) {
        endings.merge(ending.words(), 1, Integer::sum);
        if (asked.getValue() < mended) {
          last = Math.max(last, ending.arrivedAt());
        }
      }
      neverAsked += prompts == 0 ? 1 : 0;
    }
    return new OutageReport(
        failing.askedAt.size(),
        endings,
        wrong,
        neverAsked,
        times(other, Long.MIN_VALUE, failed),
        times(other, failed, mended),
        times(other, mended, Long.MAX_VALUE),
        (int)
            other.askedAt.keySet().stream()
                .filter(one -> witness.endings(one).stream().noneMatch(Outage::isApproval))
                .count(),
        usual(gate, failedSecond),
        afterwards(gate, mendedSecond),
        Duration.ofNanos(last - mended));
  }

  private static boolean isApproval(Witness.Ending ending) {
    return ending.words().startsWith("APPROVED");
  }

  private Timed times(Stream stream, long from, long until) {
    Histogram histogram = Timed.histogram3();
    stream.askedAt.forEach(
        (operation, asked) -> {
          if (asked >= from && asked < until) {
            witness
                .endings(operation)
                .forEach(ending -> histogram.recordValue(Timed.micros(asked, ending.arrivedAt())));
          }
        });
    return new Timed(0, histogram);
  }

  /** In the second half of the time before: in the first one it begins. */
  private static double usual(Gate gate, long failedSecond) {
    long from = failedSecond - failedSecond / 2;
    return gate.calls().subMap(from, failedSecond).values().stream().mapToLong(LongAdder::sum).sum()
        / (double) Math.max(1, failedSecond - from);
  }

  private static List<Long> afterwards(Gate gate, long mendedSecond) {
    List<Long> calls = new ArrayList<>();
    for (long second = mendedSecond; second <= gate.calls().lastKey(); second++) {
      LongAdder found = gate.calls().get(second);
      calls.add(found == null ? 0 : found.sum());
    }
    return calls;
  }

  private Duration total() {
    return plan.before().plus(plan.outage()).plus(plan.after());
  }

  /** Longer than the failure, so that who waits for its end can still be asked. */
  private Duration timeToLive() {
    return plan.outage().plus(Duration.ofMinutes(4));
  }
}
