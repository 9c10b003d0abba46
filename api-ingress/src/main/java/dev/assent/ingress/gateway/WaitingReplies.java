package dev.assent.ingress.gateway;

import dev.assent.schemas.avro.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The requests that wait for a reply, by correlation id; bounded in number and in time. */
final class WaitingReplies {
  private final ConcurrentMap<String, CompletableFuture<Outcome>> waiting =
      new ConcurrentHashMap<>();
  private final Semaphore places;
  private final int limit;
  private final Duration timeout;

  WaitingReplies(int limit, Duration timeout) {
    this.places = new Semaphore(limit);
    this.limit = limit;
    this.timeout = timeout;
  }

  /** Takes a place; nothing where none is free. The place is given back when the future is done. */
  Optional<CompletableFuture<Outcome>> await(String correlationId) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    waiting.put(correlationId, outcome);
    // Registered first, so that the place is free before anybody hears of the outcome.
    CompletableFuture<Outcome> released =
        outcome.whenComplete(
            (_, _) -> {
              waiting.remove(correlationId);
              places.release();
            });
    outcome.completeOnTimeout(new Outcome.NoAnswer(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.of(released);
  }

  /** Whether anybody here waits for the reply: other instances may share the partition. */
  boolean isAwaited(String correlationId) {
    return waiting.containsKey(correlationId);
  }

  void answer(String correlationId, Reply reply) {
    complete(correlationId, new Outcome.Answered(reply));
  }

  void giveUp(String correlationId) {
    complete(correlationId, new Outcome.NoAnswer());
  }

  /** Requests that wait now. */
  int size() {
    return limit - places.availablePermits();
  }

  private void complete(String correlationId, Outcome outcome) {
    CompletableFuture<Outcome> future = waiting.get(correlationId);
    if (future != null) {
      future.complete(outcome);
    }
  }
}
