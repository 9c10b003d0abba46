package dev.assent.processor.view;

import dev.assent.processor.topology.TopicCodec;
import dev.assent.processor.topology.TopicCodec.Decoded;
import dev.assent.processor.topology.ViewListener;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * One committed view. A reader who was just answered says which sequence number it has seen, and is
 * made to wait, within a bound, until the view has reached it.
 *
 * @param <T> the record of the topic that the view shows
 */
public final class View<T extends SpecificRecord> implements ViewListener {
  /** How long a reader waits for the view to catch up before it gets what there is. */
  static final long PATIENCE_MILLIS = 500;

  private static final StringSerializer KEYS = new StringSerializer();

  private final String store;
  private final TopicCodec<T> codec;
  private final ToLongFunction<T> userSequence;
  private final Map<String, ConcurrentLinkedQueue<Waiter>> waiters = new ConcurrentHashMap<>();

  public View(
      String store,
      Topic topic,
      Class<T> type,
      Map<String, ?> serdeConfiguration,
      ToLongFunction<T> userSequence) {
    this.store = store;
    this.codec = TopicCodec.registered(topic, type, serdeConfiguration);
    this.userSequence = userSequence;
  }

  private record Waiter(long atLeast, CompletableFuture<Void> reached) {}

  /** Name of the store behind the view. */
  public String store() {
    return store;
  }

  @Override
  public void changed(String key, byte[] value) {
    ConcurrentLinkedQueue<Waiter> waiting =
        waiters.get(key.substring(0, Math.max(0, key.lastIndexOf('/'))));
    if (waiting == null || value == null) {
      return;
    }
    long reached = reachedBy(value);
    waiting.stream()
        .filter(waiter -> waiter.atLeast() <= reached)
        .forEach(waiter -> waiter.reached().complete(null));
  }

  /**
   * A record that cannot be read now lets everybody look for themselves: this is the stream's
   * thread.
   */
  private long reachedBy(byte[] value) {
    try {
      return codec.decode(value) instanceof Decoded.Value<T>(T record)
          ? userSequence.applyAsLong(record)
          : Long.MAX_VALUE;
    } catch (RegistryUnavailableException _) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * What the view shows of a user.
   *
   * @param subject one operation or credential; empty: all of them
   * @param atLeast the user's sequence number that the view must have reached; 0 for any
   */
  public CompletableFuture<List<T>> read(
      KafkaStreams streams, int partition, UserKey user, Optional<String> subject, long atLeast) {
    if (subject.isPresent()) {
      List<T> one = one(records(streams, Holder.OWNER, partition), user.text(subject.get()));
      if (atLeast == 0 || reached(one) >= atLeast) {
        return CompletableFuture.completedFuture(one);
      }
    }
    List<T> all = all(records(streams, Holder.OWNER, partition), user);
    if (atLeast == 0 || reached(all) >= atLeast) {
      return CompletableFuture.completedFuture(
          select(records(streams, Holder.OWNER, partition), user, subject));
    }
    Waiter waiter = new Waiter(atLeast, new CompletableFuture<>());
    waiters.compute(
        user.text(),
        (_, queue) -> {
          ConcurrentLinkedQueue<Waiter> waiting =
              queue == null ? new ConcurrentLinkedQueue<>() : queue;
          waiting.add(waiter);
          return waiting;
        });
    // the record may have arrived between the read and the registration
    if (reached(all(records(streams, Holder.OWNER, partition), user)) >= atLeast) {
      waiter.reached().complete(null);
    }
    return waiter
        .reached()
        .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> forget(user, waiter))
        .thenApplyAsync(_ -> select(records(streams, Holder.OWNER, partition), user, subject));
  }

  /**
   * What this instance's copy of the view shows of a user, whoever owns it now.
   *
   * @param subject one operation or credential; empty: all of them
   */
  List<T> copy(KafkaStreams streams, int partition, UserKey user, Optional<String> subject) {
    return select(records(streams, Holder.COPY, partition), user, subject);
  }

  private void forget(UserKey user, Waiter waiter) {
    waiters.computeIfPresent(
        user.text(),
        (_, waiting) -> {
          waiting.remove(waiter);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  private List<T> select(
      ReadOnlyKeyValueStore<String, byte[]> records, UserKey user, Optional<String> subject) {
    return subject.map(one -> one(records, user.text(one))).orElseGet(() -> all(records, user));
  }

  private long reached(List<T> found) {
    return found.stream().mapToLong(userSequence).max().orElse(0);
  }

  private List<T> one(ReadOnlyKeyValueStore<String, byte[]> records, String key) {
    byte[] value = records.get(key);
    return value != null && codec.decode(value) instanceof Decoded.Value<T>(T record)
        ? List.of(record)
        : List.of();
  }

  private List<T> all(ReadOnlyKeyValueStore<String, byte[]> records, UserKey user) {
    List<T> found = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> matches = records.prefixScan(user.text() + "/", KEYS)) {
      matches.forEachRemaining(
          match -> {
            if (codec.decode(match.value) instanceof Decoded.Value<T>(T record)) {
              found.add(record);
            }
          });
    }
    return found;
  }

  private enum Holder {
    OWNER,
    COPY
  }

  private ReadOnlyKeyValueStore<String, byte[]> records(
      KafkaStreams streams, Holder holder, int partition) {
    StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> parameters =
        StoreQueryParameters.fromNameAndType(
                store, QueryableStoreTypes.<String, byte[]>keyValueStore())
            .withPartition(partition);
    return streams.store(holder == Holder.COPY ? parameters.enableStaleStores() : parameters);
  }
}
