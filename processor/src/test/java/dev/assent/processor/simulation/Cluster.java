package dev.assent.processor.simulation;

import dev.assent.processor.simulation.RecordedTopology.Part;
import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.processor.simulation.SimulatedTask.Committed;
import dev.assent.processor.simulation.SimulatedTask.Name;
import dev.assent.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The virtual processors, who of them has which task, and what they committed. */
final class Cluster {
  private static final int PROCESSORS = 3;

  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final Consumer<List<Message>> witness;
  private final List<VirtualProcessor> processors = new ArrayList<>();
  private final Map<Name, Committed> committed = new TreeMap<>();
  private final Map<Name, Assignment> assignments = new TreeMap<>();
  private long generation;
  private long tick = 400;

  private record Assignment(VirtualProcessor owner, long generation) {}

  /**
   * @param witness is shown each transaction's records at the moment of its commit
   */
  Cluster(
      Scheduler scheduler,
      Faults faults,
      SimulatedLog log,
      Supplier<RecordedTopology> topologies,
      Consumer<List<Message>> witness) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.log = log;
    this.witness = witness;
    for (int i = 0; i < PROCESSORS; i++) {
      processors.add(
          new VirtualProcessor("processor-" + i, scheduler, faults, log, this, topologies));
    }
    for (Map.Entry<String, Part> part : topologies.get().parts().entrySet()) {
      for (int partition = 0; partition < Simulation.PARTITIONS; partition++) {
        committed.put(new Name(part.getKey(), partition), Committed.empty(part.getValue()));
      }
    }
  }

  void start() {
    log.onVisible(this::wakeReader);
    processors.forEach(VirtualProcessor::start);
    rebalance();
    disturb();
  }

  /** From now on there is less to do: looks for something to do this far apart, in milliseconds. */
  void slowDown(long milliseconds) {
    tick = milliseconds;
  }

  long tick() {
    return tick;
  }

  private void disturb() {
    scheduler.after(
        scheduler.between(300, 6_000),
        () -> {
          if (!faults.active()) {
            return;
          }
          VirtualProcessor victim = scheduler.oneOf(processors);
          if (victim.isUp()) {
            switch ((int) scheduler.between(0, 3)) {
              case 0 -> victim.crash();
              case 1 -> victim.turnDeaf(scheduler.between(1_000, 15_000));
              case 2 -> victim.setClock(faults.skew());
              default -> {}
            }
          }
          rebalance();
          disturb();
        });
  }

  /** Gives tasks to those who are there; some change hands without need. */
  void rebalance() {
    List<VirtualProcessor> present = processors.stream().filter(VirtualProcessor::isUp).toList();
    if (present.isEmpty()) {
      return;
    }
    for (Name task : committed.keySet()) {
      Assignment assignment = assignments.get(task);
      boolean orphan = assignment == null || !present.contains(assignment.owner());
      if (orphan || faults.happens(0.2)) {
        VirtualProcessor owner = scheduler.oneOf(present);
        assignments.put(task, new Assignment(owner, ++generation));
        scheduler.note(task + " goes to " + owner.name());
        owner.wake(scheduler.between(1, 100));
      }
    }
  }

  /** The group has noticed that a member is gone. */
  void left(VirtualProcessor gone) {
    if (!gone.isUp()) {
      rebalance();
    }
  }

  /** The tasks of a processor, each with the generation of its assignment. */
  Map<Name, Long> tasksOf(VirtualProcessor processor) {
    Map<Name, Long> tasks = new TreeMap<>();
    assignments.forEach(
        (task, assignment) -> {
          if (assignment.owner() == processor) {
            tasks.put(task, assignment.generation());
          }
        });
    return tasks;
  }

  /** Whether all the tasks are still the processor's, by the assignment it knows. */
  boolean owns(VirtualProcessor processor, Collection<SimulatedTask> tasks) {
    Map<Name, Long> owned = tasksOf(processor);
    return tasks.stream()
        .allMatch(task -> owned.getOrDefault(task.name(), -1L) == task.generation());
  }

  Committed committed(Name task) {
    return committed.get(task);
  }

  /** A transaction was committed. */
  void committed(List<Message> messages) {
    witness.accept(messages);
  }

  /** What all tasks together have committed in a store. */
  List<Map.Entry<Object, byte[]>> contents(String store) {
    return committed.values().stream()
        .map(task -> task.stores().getOrDefault(store, Map.of()))
        .flatMap(entries -> entries.entrySet().stream())
        .toList();
  }

  /** What is still to be processed. */
  List<String> backlog() {
    List<String> backlog = new ArrayList<>();
    committed.forEach(
        (task, state) ->
            state
                .positions()
                .forEach(
                    (topic, position) -> {
                      if (!log.drained(topic, task.partition(), position)) {
                        backlog.add(task + " of " + topic + " from " + position);
                      }
                    }));
    return backlog;
  }

  private void wakeReader(Topic topic, int partition) {
    committed.forEach(
        (task, state) -> {
          if (task.partition() == partition && state.positions().containsKey(topic)) {
            assignments.get(task).owner().wake(scheduler.between(1, 6));
          }
        });
  }
}
