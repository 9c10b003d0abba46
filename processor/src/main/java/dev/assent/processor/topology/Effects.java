package dev.assent.processor.topology;

import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.UserStores.Write;
import dev.assent.schemas.trace.Correlation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What a decision does, staged: everything is encoded before the first write, so that nothing can
 * throw between the first effect and the last.
 */
final class Effects {
  private final long timestamp;
  private final Correlation correlation;
  private final List<Write> writes = new ArrayList<>();

  /** By key: closing an operation removes the timer that has just fired, once. */
  private final Map<Bytes, Runnable> timers = new LinkedHashMap<>();

  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<Outgoing> outgoing = new ArrayList<>();

  private record Outgoing(String sink, Record<String, byte[]> record) {}

  /**
   * @param timestamp of the records that are sent
   * @param correlation that they carry, and nothing else
   */
  Effects(long timestamp, Correlation correlation) {
    this.timestamp = timestamp;
    this.correlation = correlation;
  }

  /** What follows from the record. */
  static Effects of(Record<?, ?> cause) {
    return new Effects(cause.timestamp(), Correlation.read(cause.headers()));
  }

  /** What is carried on to all that follows. */
  Correlation correlation() {
    return correlation;
  }

  void write(Write write) {
    writes.add(write);
  }

  void setTimer(TimerStore store, Bytes key, byte[] value) {
    timers.put(key, () -> store.put(key, value));
  }

  void removeTimer(TimerStore store, Bytes key) {
    timers.put(key, () -> store.delete(key));
  }

  /** Something to be remembered in memory once all is written. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  void send(String sink, String key, byte[] value) {
    send(sink, new Record<>(key, value, timestamp, correlation.headers()));
  }

  void send(String sink, Record<String, byte[]> record) {
    outgoing.add(new Outgoing(sink, record));
  }

  void apply(ProcessorContext<String, byte[]> context) {
    writes.forEach(Write::apply);
    timers.values().forEach(Runnable::run);
    afterwards.forEach(Runnable::run);
    outgoing.forEach(sent -> context.forward(sent.record(), sent.sink()));
  }
}
