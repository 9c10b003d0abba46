package dev.assent.processor.topology;

import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.UserStores.Write;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What a decision does, staged: everything is encoded before the first write, so that nothing can
 * throw between the first effect and the last.
 */
final class Effects {
  private final List<Write> writes = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final List<Outgoing> outgoing = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // carried once, never compared
  private record Outgoing(String sink, String key, byte[] value) {}

  /** A timer to be set, or to be removed where there is no value. */
  private record Timer(Bytes key, Runnable change) {}

  void write(Write write) {
    writes.add(write);
  }

  void setTimer(TimerStore store, Bytes key, byte[] value) {
    timers.add(new Timer(key, () -> store.put(key, value)));
  }

  void removeTimer(TimerStore store, Bytes key) {
    timers.add(new Timer(key, () -> store.delete(key)));
  }

  void send(String sink, String key, byte[] value) {
    outgoing.add(new Outgoing(sink, key, value));
  }

  void apply(ProcessorContext<String, byte[]> context, long timestamp) {
    writes.forEach(Write::apply);
    timers.forEach(timer -> timer.change().run());
    outgoing.forEach(
        record ->
            context.forward(new Record<>(record.key(), record.value(), timestamp), record.sink()));
  }
}
