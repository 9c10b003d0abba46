package dev.assent.processor.simulation;

import dev.assent.processor.simulation.RecordedTopology.Sink;
import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.processor.simulation.SimulatedLog.Transaction;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One processor instance with one stream thread: polls, processes, and commits offsets, stores and
 * output at once. It can crash between any two steps, find its transaction aborted, stall, and go
 * on without knowing that its tasks were given to somebody else: then its commit is fenced.
 */
final class VirtualProcessor implements SimulatedTask.Surroundings {
  /** The broker aborts a transaction that is open for longer, in milliseconds. */
  private static final long TRANSACTION_TIMEOUT = 10_000;

  private static final int MOST_RECORDS = 12;

  private final String name;
  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final Cluster cluster;
  private final Supplier<RecordedTopology> topologies;
  private final Map<String, SimulatedTask> tasks = new TreeMap<>();

  private RecordedTopology topology;
  private SimulatedTask global;
  private Transaction transaction;
  private long skew;
  private long deafUntil;
  private int stepsLeft;
  private boolean busy;
  private boolean up;
  private long life;
  private long plannedAt;
  private long plan;

  /** The process is gone, between two steps. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Crash() {
      super("simulated", null, false, false);
    }
  }

  VirtualProcessor(
      String name,
      Scheduler scheduler,
      Faults faults,
      SimulatedLog log,
      Cluster cluster,
      Supplier<RecordedTopology> topologies) {
    this.name = name;
    this.scheduler = scheduler;
    this.faults = faults;
    this.log = log;
    this.cluster = cluster;
    this.topologies = topologies;
  }

  void start() {
    up = true;
    busy = false;
    life++;
    skew = faults.skew();
    deafUntil = 0;
    topology = topologies.get();
    stepsLeft = Integer.MAX_VALUE;
    global =
        new SimulatedTask(
            new SimulatedTask.Name("global", 0),
            0,
            topology.global(),
            SimulatedTask.Committed.empty(topology.global()),
            this);
    plannedAt = Long.MAX_VALUE;
    scheduler.note(name + " starts");
    wake(1);
  }

  boolean isUp() {
    return up;
  }

  String name() {
    return name;
  }

  /** Goes on without hearing of the others for a while. */
  void turnDeaf(long milliseconds) {
    scheduler.note(name + " is deaf");
    deafUntil = scheduler.now() + milliseconds;
  }

  /** The clock is set. */
  void setClock(long newSkew) {
    skew = newSkew;
  }

  /** Looks for something to do at that time at the latest. */
  void wake(long milliseconds) {
    long at = scheduler.now() + milliseconds;
    if (up && !busy && at < plannedAt) {
      plannedAt = at;
      long planned = ++plan;
      scheduler.after(
          milliseconds,
          () -> {
            if (planned == plan && up) {
              plannedAt = Long.MAX_VALUE;
              work();
            }
          });
    }
  }

  private void work() {
    busy = true;
    if (scheduler.now() >= deafUntil) {
      follow();
    }
    stepsLeft = Integer.MAX_VALUE;
    for (Topic topic : global.topics()) {
      log.poll(topic, 0, global.position(topic), Integer.MAX_VALUE).forEach(global::process);
    }
    transaction = log.begin();
    stepsLeft = faults.happens(0.02) ? (int) scheduler.between(1, 60) : Integer.MAX_VALUE;
    boolean worked;
    try {
      worked = processAll();
    } catch (Crash _) {
      crash();
      return;
    }
    if (!worked) {
      transaction.abort();
      rest(scheduler.between(100, cluster.tick()));
      return;
    }
    long thisLife = life;
    Transaction mine = transaction;
    scheduler.after(
        faults.happens(0.02) ? scheduler.between(500, 15_000) : scheduler.between(5, 20),
        () -> {
          if (life == thisLife) {
            commit(mine);
          }
        });
    scheduler.after(TRANSACTION_TIMEOUT, mine::abort);
  }

  /** Takes over what it was given and lets go of what it was not. */
  private void follow() {
    Map<SimulatedTask.Name, Long> given = cluster.tasksOf(this);
    tasks.values().removeIf(task -> !Objects.equals(given.get(task.name()), task.generation()));
    given.forEach(
        (task, generation) ->
            tasks.computeIfAbsent(
                task.toString(),
                _ ->
                    new SimulatedTask(
                        task,
                        generation,
                        topology.parts().get(task.part()),
                        cluster.committed(task),
                        this)));
  }

  private boolean processAll() {
    boolean worked = false;
    List<SimulatedTask> turns = new ArrayList<>(tasks.values());
    while (!turns.isEmpty()) {
      SimulatedTask task = turns.remove((int) scheduler.between(0, turns.size() - 1));
      for (Topic topic : task.topics()) {
        int most = (int) scheduler.between(1, MOST_RECORDS);
        for (Message message :
            log.poll(topic, task.name().partition(), task.position(topic), most)) {
          worked = true;
          scheduler.note(name + " processes " + message.place());
          task.process(message);
        }
      }
      int steps = stepsLeft;
      task.punctuate();
      worked |= steps != stepsLeft;
    }
    return worked || !transaction.messages().isEmpty();
  }

  private void commit(Transaction mine) {
    if (mine.ended() || !cluster.owns(this, tasks.values())) {
      scheduler.note(name + " is fenced");
      scheduler.reach(mine.ended() ? "transaction timed out" : "fenced");
      deafUntil = 0;
      mine.abort();
      tasks.clear();
      rest(scheduler.between(1, 200));
    } else if (faults.happens(0.03)) {
      scheduler.note(name + " aborts");
      scheduler.reach("aborted");
      mine.abort();
      tasks.clear();
      rest(scheduler.between(1, 200));
    } else {
      scheduler.note(name + " commits " + mine.messages().size());
      tasks.values().forEach(task -> task.commitTo(cluster.committed(task.name())));
      cluster.committed(mine.messages());
      long thisLife = life;
      mine.commit(
          () -> {
            if (life == thisLife) {
              rest(scheduler.between(0, 5));
            }
          });
      if (faults.happens(0.01)) {
        crash();
      }
    }
  }

  private void rest(long milliseconds) {
    busy = false;
    wake(milliseconds);
  }

  /** All that is in memory is gone; what is open stays open until the broker aborts it. */
  void crash() {
    scheduler.note(name + " crashes");
    scheduler.reach(transaction == null || transaction.ended() ? "crash" : "crash in transaction");
    up = false;
    life++;
    tasks.clear();
    if (transaction != null) {
      scheduler.after(scheduler.between(0, TRANSACTION_TIMEOUT), transaction::abort);
    }
    scheduler.after(scheduler.between(500, 8_000), () -> cluster.left(this));
    long down = life;
    scheduler.after(
        scheduler.between(300, 12_000),
        () -> {
          if (life == down) {
            start();
            cluster.rebalance();
          }
        });
  }

  @Override
  public long clock() {
    return scheduler.now() + skew;
  }

  @Override
  public void step() {
    if (--stepsLeft <= 0) {
      throw new Crash();
    }
  }

  @Override
  public void send(Sink sink, Record<String, byte[]> record) {
    Topic topic = SimulatedLog.topic(sink.topic());
    int partition =
        sink.partitioner()
            .map(
                partitioner ->
                    partitioner
                        .partitions(
                            sink.topic(),
                            record.key(),
                            record.value(),
                            topic.partitions(Simulation.PARTITIONS))
                        .orElseThrow()
                        .iterator()
                        .next())
            .orElseGet(() -> log.partition(topic, record.key()));
    transaction.append(topic, partition, record.key(), record.value(), record.timestamp());
  }

  @Override
  public KeyValueStore<?, ?> globalStore() {
    return global.store(StoreName.TENANTS);
  }
}
