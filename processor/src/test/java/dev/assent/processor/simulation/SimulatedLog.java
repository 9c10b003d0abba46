package dev.assent.processor.simulation;

import dev.assent.schemas.catalogue.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;

/**
 * The log as {@code read_committed} shows it: what is written in a transaction takes its place at
 * once and is seen when the transaction's marker comes, which is another moment in each partition;
 * nothing behind an open transaction is seen before; what was aborted is never seen.
 */
final class SimulatedLog {
  private static final Map<String, Topic> TOPICS =
      Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, topic -> topic));

  private final Scheduler scheduler;
  private final int partitions;
  private final Map<Topic, List<Partition>> logs = new EnumMap<>(Topic.class);
  private final Map<Topic, List<Consumer<Message>>> readers = new EnumMap<>(Topic.class);
  private BiConsumer<Topic, Integer> onVisible = (_, _) -> {};

  /** A record where it stands. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Message(
      Topic topic, int partition, long offset, String key, byte[] value, long timestamp) {
    String place() {
      return Truth.place(topic, partition, offset);
    }
  }

  private enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  private static final class Entry {
    private final Message message;
    private Fate fate;

    private Entry(Message message, Fate fate) {
      this.message = message;
      this.fate = fate;
    }
  }

  private static final class Partition {
    private final List<Entry> entries = new ArrayList<>();

    /** Offset up to which nothing is open. */
    private int stable;
  }

  SimulatedLog(Scheduler scheduler, int partitions) {
    this.scheduler = scheduler;
    this.partitions = partitions;
    for (Topic topic : Topic.values()) {
      List<Partition> log = new ArrayList<>();
      for (int i = 0; i < topic.partitions(partitions); i++) {
        log.add(new Partition());
      }
      logs.put(topic, log);
      readers.put(topic, new ArrayList<>());
    }
  }

  static Topic topic(String name) {
    return TOPICS.get(name);
  }

  /** Where Kafka's default partitioner puts the key. */
  int partition(Topic topic, String key) {
    byte[] bytes = key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(bytes)) % topic.partitions(partitions);
  }

  /** Tells whoever wants to know that a partition has something new to be read. */
  void onVisible(BiConsumer<Topic, Integer> listener) {
    onVisible = listener;
  }

  /** A consumer of a whole topic outside of the processors, from the beginning. */
  void read(Topic topic, Consumer<Message> reader) {
    readers.get(topic).add(reader);
  }

  /** Writes without a transaction. */
  Message append(Topic topic, int partition, String key, byte[] value) {
    Message message = add(topic, partition, key, value, scheduler.now(), Fate.COMMITTED).message;
    show(topic, partition);
    return message;
  }

  private Entry add(
      Topic topic, int partition, String key, byte[] value, long timestamp, Fate fate) {
    List<Entry> entries = logs.get(topic).get(partition).entries;
    Entry entry =
        new Entry(new Message(topic, partition, entries.size(), key, value, timestamp), fate);
    entries.add(entry);
    return entry;
  }

  private void show(Topic topic, int partition) {
    Partition log = logs.get(topic).get(partition);
    boolean news = false;
    while (log.stable < log.entries.size() && log.entries.get(log.stable).fate != Fate.OPEN) {
      Entry entry = log.entries.get(log.stable++);
      if (entry.fate == Fate.COMMITTED) {
        news = true;
        readers.get(topic).forEach(reader -> reader.accept(entry.message));
      }
    }
    if (news) {
      onVisible.accept(topic, partition);
    }
  }

  /** Committed records from the offset on, at most so many. */
  List<Message> poll(Topic topic, int partition, long from, int most) {
    Partition log = logs.get(topic).get(partition);
    List<Message> messages = new ArrayList<>();
    for (int i = (int) from; i < log.stable && messages.size() < most; i++) {
      if (log.entries.get(i).fate == Fate.COMMITTED) {
        messages.add(log.entries.get(i).message);
      }
    }
    return messages;
  }

  /** Whether nothing committed is left from the offset on, and nothing open either. */
  boolean drained(Topic topic, int partition, long from) {
    Partition log = logs.get(topic).get(partition);
    return log.stable == log.entries.size() && poll(topic, partition, from, 1).isEmpty();
  }

  Transaction begin() {
    return new Transaction();
  }

  /** Records that are seen together or never. */
  final class Transaction {
    private final List<Entry> entries = new ArrayList<>();
    private boolean ended;

    void append(Topic topic, int partition, String key, byte[] value, long timestamp) {
      entries.add(add(topic, partition, key, value, timestamp, Fate.OPEN));
    }

    /** In the order in which they were written. */
    List<Message> messages() {
      return entries.stream().map(entry -> entry.message).toList();
    }

    boolean ended() {
      return ended;
    }

    /**
     * @param done once all markers are written
     */
    void commit(Runnable done) {
      end(Fate.COMMITTED, done);
    }

    void abort() {
      if (!ended) {
        end(Fate.ABORTED, () -> {});
      }
    }

    private void end(Fate fate, Runnable done) {
      if (ended) {
        throw new IllegalStateException("a transaction ends once");
      }
      ended = true;
      if (entries.isEmpty() && fate == Fate.ABORTED) {
        return;
      }
      Set<Map.Entry<Topic, Integer>> written = new LinkedHashSet<>();
      entries.forEach(
          entry -> written.add(Map.entry(entry.message.topic(), entry.message.partition())));
      long last = 0;
      for (Map.Entry<Topic, Integer> partition : written) {
        long delay = scheduler.between(0, 8);
        last = Math.max(last, delay);
        scheduler.after(delay, () -> mark(partition.getKey(), partition.getValue(), fate));
      }
      scheduler.after(last, done);
    }

    private void mark(Topic topic, int partition, Fate fate) {
      entries.stream()
          .filter(entry -> entry.message.topic() == topic)
          .filter(entry -> entry.message.partition() == partition)
          .forEach(entry -> entry.fate = fate);
      show(topic, partition);
    }
  }
}
