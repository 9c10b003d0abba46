package dev.assent.ingress.waiting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assent.schemas.avro.OperationSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * The waits of this instance by operation, bounded in number.
 *
 * <p>Barrier: no wake-up is lost. A wait is opened before the operation is read, so a change after
 * that is told to it. A change before that may be missing in what was read, because the view
 * follows the same log at its own pace: the latest changes are kept for longer than the view may
 * lag behind, and looked at once the operation was read.
 */
public final class OperationWaits implements AutoCloseable {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final long MOST_KEPT_BYTES = 16L * 1024 * 1024;

  /** What an entry takes besides the bytes of the change. */
  private static final int ENTRY_BYTES = 200;

  private final ConcurrentMap<OperationName, Set<Wait>> waits = new ConcurrentHashMap<>();
  private final Cache<OperationName, Change> recent =
      Caffeine.newBuilder()
          .expireAfterWrite(KEPT)
          .maximumWeight(MOST_KEPT_BYTES)
          .weigher((OperationName _, Change change) -> ENTRY_BYTES + change.size())
          .build();
  private final Semaphore places;
  private final int limit;
  private volatile boolean closed;

  /**
   * @param limit waits at a time
   */
  public OperationWaits(int limit) {
    this.places = new Semaphore(limit);
    this.limit = limit;
  }

  /** Takes a place; nothing where none is free. {@link Wait#end} gives it back. */
  public Optional<Wait> open(OperationName name, Wait.Listener listener) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    Wait wait = new Wait(name, listener, this::release);
    waits.compute(
        name,
        (_, others) -> {
          Set<Wait> all = others == null ? ConcurrentHashMap.newKeySet(1) : others;
          all.add(wait);
          return all;
        });
    if (closed) {
      wait.end();
    }
    return Optional.of(wait);
  }

  /** The operation of the wait was read, after the wait was opened. */
  public void begin(Wait wait, OperationSnapshot read) {
    Optional.ofNullable(recent.getIfPresent(wait.name()))
        .flatMap(Change::read)
        .ifPresent(wait::changed);
    wait.begin(read);
  }

  /**
   * The log says that the operation changed.
   *
   * @throws RuntimeException where the change cannot be read for now; it must then come again
   */
  public void changed(OperationName name, Change change) {
    // Kept first: whoever opens a wait now sees the change there, or is seen here.
    recent.put(name, change);
    Set<Wait> waiting = waits.get(name);
    if (waiting != null) {
      change.read().ifPresent(operation -> waiting.forEach(wait -> wait.changed(operation)));
    }
  }

  /** Waits that are open now. */
  public int size() {
    return limit - places.availablePermits();
  }

  /** Ends all waits; those that are opened later end as soon as their operation was read. */
  @Override
  public void close() {
    closed = true;
    waits.values().forEach(waiting -> waiting.forEach(Wait::end));
  }

  private void release(Wait wait) {
    waits.computeIfPresent(
        wait.name(),
        (_, others) -> {
          others.remove(wait);
          return others.isEmpty() ? null : others;
        });
    places.release();
  }
}
