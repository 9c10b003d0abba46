package dev.assent.ingress.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;

/**
 * The last user sequence that was answered, for each user: what a view must have reached so that a
 * caller sees its own writes. Forgets after a time in which every view has caught up.
 */
final class SeenSequences {
  private static final int MAXIMUM = 100_000;
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Cache<UserKey, Long> sequences =
      Caffeine.newBuilder().maximumSize(MAXIMUM).expireAfterWrite(KEPT).build();

  void saw(UserKey user, long sequence) {
    if (sequence > 0) {
      sequences.asMap().merge(user, sequence, Math::max);
    }
  }

  long atLeast(UserKey user) {
    Long sequence = sequences.getIfPresent(user);
    return sequence == null ? 0 : sequence;
  }
}
