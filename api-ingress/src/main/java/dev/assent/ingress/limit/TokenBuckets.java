package dev.assent.ingress.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each key, all of one size, that fills evenly. Memory is bounded: a bucket
 * that nobody touched for as long as it takes to fill is full and need not be kept; beyond the
 * greatest number of keys the least used bucket is forgotten, which can only let more through.
 */
final class TokenBuckets<K> {
  private final int tokens;
  private final long filling;
  private final LongSupplier clock;

  /** By key: when its bucket will be full again. */
  private final Cache<K, AtomicLong> fullAt;

  /**
   * @param tokens in a full bucket; 0 is no limit
   * @param filling how long an empty bucket takes to be full
   * @param keys how many buckets are kept
   * @param clock nanoseconds of a clock that only goes forward
   */
  TokenBuckets(int tokens, Duration filling, long keys, LongSupplier clock) {
    this.tokens = tokens;
    this.filling = filling.toNanos();
    this.clock = clock;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(keys)
            .expireAfterAccess(filling)
            .ticker(clock::getAsLong)
            .build();
  }

  /** Takes a token; the time until there is one again, zero where it was taken. */
  Duration take(K key) {
    if (tokens == 0) {
      return Duration.ZERO;
    }
    long perToken = filling / tokens;
    long now = clock.getAsLong();
    AtomicLong bucket = fullAt.get(key, _ -> new AtomicLong(now));
    while (true) {
      long full = bucket.get();
      // clocks of this kind may overflow: only their differences mean something
      long missing = Math.max(0, full - now);
      long tooMuch = missing + perToken - filling;
      if (tooMuch > 0) {
        return Duration.ofNanos(tooMuch);
      }
      if (bucket.compareAndSet(full, now + missing + perToken)) {
        return Duration.ZERO;
      }
    }
  }

  /** The time until there is a token, zero where there is one; none is taken. */
  Duration until(K key) {
    AtomicLong bucket = tokens == 0 ? null : fullAt.getIfPresent(key);
    if (bucket == null) {
      return Duration.ZERO;
    }
    long missing = Math.max(0, bucket.get() - clock.getAsLong());
    return Duration.ofNanos(Math.max(0, missing + filling / tokens - filling));
  }
}
