package dev.assent.ingress.service;

import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.Optional;

/**
 * Who asks, when, and under which name of the attempt.
 *
 * @param caller who was authenticated
 * @param receivedAt when the ingress took the request over; deadlines are decided with it
 * @param idempotencyKey the caller's own key, 1 to 255 visible ASCII characters
 * @param correlation what its commands carry
 * @param freshness of what it is answered with
 */
public record Request(
    Caller caller,
    Instant receivedAt,
    Optional<String> idempotencyKey,
    Correlation correlation,
    Freshness freshness) {

  /** A request whose commands carry nothing. */
  public Request(Caller caller, Instant receivedAt, Optional<String> idempotencyKey) {
    this(caller, receivedAt, idempotencyKey, Correlation.NONE, new Freshness());
  }

  /** The caller's key where it gave one, and otherwise what names the attempt by its nature. */
  String attempt(String naturalKey) {
    return ownAttempt().orElse(naturalKey);
  }

  /** The caller's key, in a space of its own so that it never meets a natural one. */
  Optional<String> ownAttempt() {
    return idempotencyKey.map(key -> "header:" + key);
  }
}
