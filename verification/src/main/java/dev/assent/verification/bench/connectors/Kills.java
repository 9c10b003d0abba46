package dev.assent.verification.bench.connectors;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.connectors.Trap.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers are killed with SIGKILL around their calls, for one operation after the other, with
 * others under way beside: whatever the moment, no user is asked twice and each operation has one
 * result.
 */
final class Kills {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Operations of a round: one whose worker is killed, and those beside it. */
  private static final int EACH_ROUND = 3;

  /** What follows the answer is written within milliseconds. */
  private static final int LATEST_MICROSECONDS = 6_000;

  private static final List<Moment> MOMENTS = List.of(Moment.values());

  private final LocalAssent assent;
  private final Provision provision;
  private final Witness witness;
  private final KillPlan plan;
  private final String connector;
  private final Random random;
  private final Trap trap = new Trap();
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();
  private final Map<String, Integer> moments = new TreeMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private int kills;

  Kills(LocalAssent assent, Provision provision, KillPlan plan) {
    this.assent = assent;
    this.provision = provision;
    this.witness = provision.witness();
    this.plan = plan;
    this.random = new Random(plan.seed());
    this.connector = "kills-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
  }

  KillReport run() throws IOException, InterruptedException, ExecutionException, StartFailure {
    // an operation can come to its end before the moment that was chosen for it
    int rounds = plan.kills() * 3 / 2 + 5;
    List<String> users = provision.users(connector, rounds * EACH_ROUND);
    List<Gate> gates = new ArrayList<>();
    try {
      for (int number = 0; number < plan.workers(); number++) {
        gates.add(startWorker(number));
      }
      long began = System.nanoTime();
      for (int round = 0; kills < plan.kills() && round < rounds; round++) {
        round(users.subList(round * EACH_ROUND, (round + 1) * EACH_ROUND));
      }
      return report(Duration.ofNanos(System.nanoTime() - began));
    } finally {
      workers.forEach(WorkerProcess::close);
      gates.forEach(Gate::close);
    }
  }

  private Gate startWorker(int number) throws IOException, InterruptedException, StartFailure {
    AtomicReference<WorkerProcess> own = new AtomicReference<>();
    Gate gate = new Gate(provision.simulator().url(), trap.at(() -> kill(own.get())));
    List<String> settings = new ArrayList<>(Provision.connector(connector, gate));
    settings.add("--connectors=" + connector);
    WorkerProcess worker = new WorkerProcess(assent, connector + "-" + number, settings);
    own.set(worker);
    workers.add(worker);
    worker.start();
    return gate;
  }

  private void round(List<String> users) throws InterruptedException {
    if (!witness.await(() -> workers.stream().anyMatch(WorkerProcess::isReady), PATIENCE)) {
      throw new IllegalStateException("no worker came back", failure.get());
    }
    Moment moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
    int pause = moment == Moment.ANSWER_RETURNED ? random.nextInt(LATEST_MICROSECONDS) : 0;
    CompletableFuture<Void> sprung =
        trap.set(
            new Trap.Set(
                users.getFirst(),
                random.nextInt(3) > 0,
                moment,
                Duration.of(pause, ChronoUnit.MICROS)));
    int before = kills;
    users.forEach(this::ask);
    String operation = operations.get(operations.size() - EACH_ROUND);
    if (moment == Moment.TASK_WRITTEN) {
      witness.await(() -> !witness.transactions(operation).isEmpty(), PATIENCE);
      for (WorkerProcess worker : workers) {
        if (worker.isReady()) {
          kill(worker);
        }
      }
    } else {
      witness.await(() -> sprung.isDone() || !witness.endings(operation).isEmpty(), PATIENCE);
    }
    moments.merge(moment.name(), kills - before, Integer::sum);
  }

  private void ask(String user) {
    String operation = "op-" + user;
    operations.add(operation);
    provision.request(user, operation, TIME_TO_LIVE);
  }

  private synchronized void kill(WorkerProcess worker) throws InterruptedException {
    worker.kill();
    kills++;
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                worker.start();
              } catch (StartFailure e) {
                failure.compareAndSet(null, e);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private KillReport report(Duration took) {
    witness.await(
        () -> operations.stream().noneMatch(one -> witness.endings(one).isEmpty()), PATIENCE);
    LockSupport.parkNanos(QUIET.toNanos());
    Map<String, Integer> endings = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int neverAsked = 0;
    for (String operation : operations) {
      List<Witness.Ending> found = witness.endings(operation);
      found.forEach(ending -> endings.merge(ending.words(), 1, Integer::sum));
      int prompts = provision.prompts(operation);
      if (found.size() != 1 || prompts > 1 || witness.transactions(operation).size() != 1) {
        wrong.add(
            "%s: %d results, %d transactions, %d prompts"
                .formatted(
                    operation, found.size(), witness.transactions(operation).size(), prompts));
      }
      neverAsked += prompts == 0 ? 1 : 0;
    }
    return new KillReport(moments, operations.size(), endings, neverAsked, wrong, took);
  }
}
