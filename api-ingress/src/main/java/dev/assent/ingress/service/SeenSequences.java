package dev.assent.ingress.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;

/**
 * The last user sequence that was answered, for each user and view: what the view must have reached
 * so that a caller sees its own writes. Forgets after a time in which every view has caught up.
 */
final class SeenSequences {
  private static final int MAXIMUM = 100_000;
  private static final Duration KEPT = Duration.ofSeconds(30);

  /** What is read; each view goes at its own pace. */
  enum View {
    OPERATIONS,
    CREDENTIALS
  }

  private record Seen(UserKey user, View view) {}

  private final Cache<Seen, Long> sequences =
      Caffeine.newBuilder().maximumSize(MAXIMUM).expireAfterWrite(KEPT).build();

  /** A command had its effect; 0 where it had none. */
  void saw(UserKey user, View view, long sequence) {
    if (sequence > 0) {
      sequences.asMap().merge(new Seen(user, view), sequence, Math::max);
    }
  }

  long atLeast(UserKey user, View view) {
    Long sequence = sequences.getIfPresent(new Seen(user, view));
    return sequence == null ? 0 : sequence;
  }
}
