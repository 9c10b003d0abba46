package dev.assent.processor.simulation;

import dev.assent.processor.simulation.RecordedTopology.Part;
import dev.assent.processor.simulation.RecordedTopology.Sink;
import dev.assent.processor.simulation.RecordedTopology.Source;
import dev.assent.processor.simulation.RecordedTopology.Step;
import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One partition of one part of the topology, at work in one virtual processor: the real processors,
 * made anew each time that the task is taken over, on copies of the committed stores.
 */
final class SimulatedTask {
  private final Name name;
  private final long generation;
  private final Part part;
  private final Surroundings surroundings;
  private final Map<String, SimulatedStore> stores = new LinkedHashMap<>();
  private final Map<String, Processor<Object, Object, Object, Object>> processors = new HashMap<>();
  private final Map<Topic, Long> positions;
  private final List<Schedule> schedules = new ArrayList<>();
  private Optional<Message> current = Optional.empty();

  /** Which task. */
  record Name(String part, int partition) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return part + "-" + partition;
    }
  }

  /** What outlives the processor that a task is at work in: committed stores and positions. */
  record Committed(Map<String, Map<Object, byte[]>> stores, Map<Topic, Long> positions) {
    static Committed empty(Part part) {
      Map<String, Map<Object, byte[]>> stores = new LinkedHashMap<>();
      part.stores().forEach(store -> stores.put(store, new TreeMap<>()));
      Map<Topic, Long> positions = new LinkedHashMap<>();
      part.topics().forEach(topic -> positions.put(SimulatedLog.topic(topic), 0L));
      return new Committed(stores, positions);
    }
  }

  /** What a task needs of the virtual processor that it is at work in. */
  interface Surroundings {
    /** The clock, in milliseconds of the epoch. */
    long clock();

    /** Called before each write and each send; may throw. */
    void step();

    void send(Sink sink, Record<String, byte[]> record);

    KeyValueStore<?, ?> globalStore();
  }

  /** A punctuator and when it is due. */
  private static final class Schedule implements Cancellable {
    private final long interval;
    private final Punctuator punctuator;
    private long dueAt;
    private boolean cancelled;

    private Schedule(long interval, long dueAt, Punctuator punctuator) {
      this.interval = interval;
      this.dueAt = dueAt;
      this.punctuator = punctuator;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /**
   * @param generation of the assignment by which the task was taken over
   */
  SimulatedTask(
      Name name, long generation, Part part, Committed committed, Surroundings surroundings) {
    this.name = name;
    this.generation = generation;
    this.part = part;
    this.surroundings = surroundings;
    this.positions = new LinkedHashMap<>(committed.positions());
    committed
        .stores()
        .forEach(
            (store, changelog) ->
                stores.put(store, new SimulatedStore(store, changelog, surroundings::step)));
    part.nodes().values().forEach(this::open);
  }

  @SuppressWarnings("unchecked") // each node gets what its parents forward
  private void open(RecordedTopology.Node node) {
    if (node instanceof Step step) {
      Processor<Object, Object, Object, Object> processor =
          (Processor<Object, Object, Object, Object>) step.supplier().get();
      processors.put(step.name(), processor);
      processor.init(new SimulatedContext(this));
    }
  }

  Name name() {
    return name;
  }

  long generation() {
    return generation;
  }

  Set<Topic> topics() {
    return Collections.unmodifiableSet(positions.keySet());
  }

  long position(Topic topic) {
    return positions.get(topic);
  }

  void process(Message message) {
    current = Optional.of(message);
    Record<Object, Object> record =
        new Record<>(message.key(), message.value(), message.timestamp());
    for (String reader : part.readers(message.topic().topicName())) {
      processors.get(reader).process(record);
    }
    current = Optional.empty();
    positions.put(message.topic(), message.offset() + 1);
  }

  /** Runs the punctuators that are due. */
  void punctuate() {
    for (Schedule schedule : List.copyOf(schedules)) {
      long now = surroundings.clock();
      if (!schedule.cancelled && schedule.dueAt <= now) {
        schedule.dueAt = Math.max(schedule.dueAt + schedule.interval, now + 1);
        schedule.punctuator.punctuate(now);
      }
    }
    schedules.removeIf(schedule -> schedule.cancelled);
  }

  /** Makes what was done since the last time outlive this task. */
  void commitTo(Committed committed) {
    stores.forEach((store, local) -> local.commitTo(committed.stores().get(store)));
    committed.positions().putAll(positions);
  }

  Optional<Message> current() {
    return current;
  }

  long clock() {
    return surroundings.clock();
  }

  Cancellable schedule(long interval, Punctuator punctuator) {
    Schedule schedule = new Schedule(interval, surroundings.clock() + interval, punctuator);
    schedules.add(schedule);
    return schedule;
  }

  KeyValueStore<?, ?> store(String store) {
    return stores.containsKey(store) ? stores.get(store) : surroundings.globalStore();
  }

  @SuppressWarnings("unchecked") // our sinks take text keys and bytes
  void forward(Record<?, ?> record, String child) {
    surroundings.step();
    switch (part.nodes().get(child)) {
      case Step step -> processors.get(step.name()).process((Record<Object, Object>) record);
      case Sink sink -> surroundings.send(sink, (Record<String, byte[]>) record);
      case Source _ -> throw new IllegalStateException("nothing is forwarded to a source");
    }
  }
}
