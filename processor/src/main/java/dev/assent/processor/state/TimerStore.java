package dev.assent.processor.state;

import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.avro.TimerSubject;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.trace.Correlation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Durable deadlines, ordered by due time: a tick costs what is due, not what is stored.
 *
 * <p>Most timers are removed long before they are due, and a scan walks over every tombstone that
 * it meets, those of the future included. So the time is kept before which no timer is left, and
 * nothing is scanned before that.
 */
public final class TimerStore {
  private final KeyValueStore<Bytes, byte[]> store;
  private final SingleObjectSerde<TimerRecord> codec = SingleObjectSerde.of(TimerRecord.class);
  private long nothingBefore;

  public TimerStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** A timer that is due. */
  public record DueTimer(Bytes key, Instant dueAt, TimerRecord timer) {
    /** How many things it is for: 1 or more. */
    public int size() {
      return 1 + timer.getOthers().size();
    }

    /** What whoever set it had it carry. */
    public Correlation correlation() {
      return Correlation.of(timer.getTraceparent(), timer.getTracestate(), timer.getRequestId());
    }
  }

  /** The store's key of a timer. */
  public static Bytes key(Instant dueAt, TimerPurpose purpose, UserKey user, String subject) {
    byte[] name = (purpose.name() + ":" + user.text(subject)).getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length)
            .putLong(dueAt.toEpochMilli())
            .put(name)
            .array());
  }

  /**
   * The store's value of a timer.
   *
   * @param correlation what is carried to whatever comes of it
   */
  public byte[] value(TimerPurpose purpose, UserKey user, String subject, Correlation correlation) {
    return value(purpose, user, subject, correlation, List.of());
  }

  /**
   * The store's value of one timer for several things.
   *
   * @param others what it is for besides
   */
  public byte[] value(
      TimerPurpose purpose,
      UserKey user,
      String subject,
      Correlation correlation,
      List<TimerSubject> others) {
    return codec.encode(
        new TimerRecord(
            purpose,
            user.tenant(),
            user.userId(),
            subject,
            correlation.traceparent().orElse(null),
            correlation.tracestate().orElse(null),
            correlation.requestId().orElse(null),
            others));
  }

  /** Sets a timer. */
  public void put(Bytes key, byte[] value) {
    nothingBefore = Math.min(nothingBefore, dueAt(key).toEpochMilli());
    store.put(key, value);
  }

  /** Removes a timer, whether it is there or not. */
  public void delete(Bytes key) {
    store.delete(key);
  }

  /**
   * What is due, earliest first. The caller removes what it is given: it is not given again.
   *
   * @param now timers due at this time or before
   * @param limit of how many things in all, but for what the last timer is for besides
   */
  public List<DueTimer> due(Instant now, int limit) {
    List<DueTimer> due = new ArrayList<>();
    int size = 0;
    if (now.toEpochMilli() < nothingBefore) {
      return due;
    }
    long next = Long.MAX_VALUE;
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(bound(nothingBefore), null)) {
      while (timers.hasNext() && size < limit) {
        KeyValue<Bytes, byte[]> timer = timers.next();
        Instant dueAt = dueAt(timer.key);
        if (dueAt.isAfter(now)) {
          next = dueAt.toEpochMilli();
          break;
        }
        DueTimer one = new DueTimer(timer.key, dueAt, codec.decode(timer.value));
        due.add(one);
        size += one.size();
      }
    }
    // Where the limit ended the scan, more may be due at the same time as the last.
    nothingBefore = size >= limit ? due.getLast().dueAt().toEpochMilli() : next;
    return due;
  }

  /** A timer that is not due yet. */
  public record SetTimer(Bytes key, TimerRecord timer) {}

  /**
   * Some timers in the order of their keys, due or not.
   *
   * @param after only later ones; nothing: from the first on
   * @param until only those that are due before
   * @param limit how many at most
   */
  public List<SetTimer> some(Optional<Bytes> after, Instant until, int limit) {
    List<SetTimer> found = new ArrayList<>();
    Bytes from = bound(nothingBefore);
    if (after.isPresent() && after.get().compareTo(from) > 0) {
      from = after.get();
    }
    Bytes to = bound(until.toEpochMilli());
    if (from.compareTo(to) > 0) {
      return found;
    }
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(from, to)) {
      while (timers.hasNext() && found.size() < limit) {
        KeyValue<Bytes, byte[]> timer = timers.next();
        if (after.filter(timer.key::equals).isEmpty()) {
          found.add(new SetTimer(timer.key, codec.decode(timer.value)));
        }
      }
    }
    return found;
  }

  /** All timers there are, in the order of their time: what it costs grows with them. */
  public void forEach(Consumer<TimerRecord> action) {
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(timer -> action.accept(codec.decode(timer.value)));
    }
  }

  private static Bytes bound(long dueAt) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(dueAt).array());
  }

  private static Instant dueAt(Bytes key) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong());
  }
}
