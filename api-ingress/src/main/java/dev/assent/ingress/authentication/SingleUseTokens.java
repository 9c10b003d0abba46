package dev.assent.ingress.authentication;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that say that they may be used once and were used here, until they expire. Another
 * instance does not know them.
 */
final class SingleUseTokens {
  private static final int MOST = 100_000;

  private record Token(String issuer, String id) {}

  private final Map<Token, Instant> used = new ConcurrentHashMap<>();

  /**
   * Uses the token; false where it was used before, and where so many are remembered that this one
   * could not be.
   *
   * @param forgetAt when it has expired, and so cannot be used anyway
   */
  boolean use(String issuer, String id, Instant forgetAt, Instant now) {
    if (used.size() >= MOST) {
      used.values().removeIf(at -> !at.isAfter(now));
      if (used.size() >= MOST) {
        return false;
      }
    }
    return used.putIfAbsent(new Token(issuer, id), forgetAt) == null;
  }
}
