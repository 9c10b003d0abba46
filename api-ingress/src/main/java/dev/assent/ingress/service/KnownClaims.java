package dev.assent.ingress.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;
import java.util.Optional;

/**
 * The users of operation ids, as far as they were asked for lately; an operation without a user is
 * nobody's ({@link UserKey#unassigned}) until it is handed over.
 */
final class KnownClaims {
  private static final int MAXIMUM = 100_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Cache<String, UserKey> users =
      Caffeine.newBuilder().maximumSize(MAXIMUM).expireAfterWrite(KEPT).build();

  void learn(UserKey user, String operationId) {
    users.put(OperationIds.claimKey(user.tenant(), operationId), user);
  }

  void forget(String tenant, String operationId) {
    users.invalidate(OperationIds.claimKey(tenant, operationId));
  }

  Optional<UserKey> find(String tenant, String operationId) {
    return Optional.ofNullable(users.getIfPresent(OperationIds.claimKey(tenant, operationId)));
  }
}
