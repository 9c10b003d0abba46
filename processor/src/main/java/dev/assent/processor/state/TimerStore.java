package dev.assent.processor.state;

import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Durable deadlines, ordered by due time: a tick costs what is due, not what is stored.
 *
 * <p>A scan starts where the last one ended, because the tombstones of what fired before would
 * otherwise be walked over each time.
 */
public final class TimerStore {
  private final KeyValueStore<Bytes, byte[]> store;
  private final SingleObjectSerde<TimerRecord> codec = SingleObjectSerde.of(TimerRecord.class);
  private long lowWatermark;

  public TimerStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** A timer that is due. */
  public record DueTimer(Bytes key, Instant dueAt, TimerRecord timer) {}

  /** The store's key of a timer. */
  public static Bytes key(Instant dueAt, TimerPurpose purpose, UserKey user, String subject) {
    byte[] name = (purpose.name() + ":" + user.text(subject)).getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length)
            .putLong(dueAt.toEpochMilli())
            .put(name)
            .array());
  }

  /** The store's value of a timer. */
  public byte[] value(TimerPurpose purpose, UserKey user, String subject) {
    return codec.encode(new TimerRecord(purpose, user.tenant(), user.userId(), subject));
  }

  /** Sets a timer. */
  public void put(Bytes key, byte[] value) {
    lowWatermark = Math.min(lowWatermark, dueAt(key).toEpochMilli());
    store.put(key, value);
  }

  /** Removes a timer, whether it is there or not. */
  public void delete(Bytes key) {
    store.delete(key);
  }

  /**
   * What is due, earliest first.
   *
   * @param now timers due at this time or before
   * @param limit how many at the most
   */
  public List<DueTimer> due(Instant now, int limit) {
    List<DueTimer> due = new ArrayList<>();
    Bytes from = bound(lowWatermark);
    Bytes to = bound(now.toEpochMilli() + 1);
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(from, to)) {
      while (timers.hasNext() && due.size() < limit) {
        KeyValue<Bytes, byte[]> timer = timers.next();
        due.add(new DueTimer(timer.key, dueAt(timer.key), codec.decode(timer.value)));
      }
    }
    lowWatermark = due.isEmpty() ? now.toEpochMilli() : due.getLast().dueAt().toEpochMilli();
    return due;
  }

  private static Bytes bound(long dueAt) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(dueAt).array());
  }

  private static Instant dueAt(Bytes key) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong());
  }
}
