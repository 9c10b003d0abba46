package dev.assent.ingress.service;

import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What came of a request, for a dialect to translate. */
public sealed interface Result<T> {
  /** It took effect, or the question has an answer. */
  record Done<T>(T value) implements Result<T> {}

  /**
   * It was refused.
   *
   * @param retryAt when asking again can help; empty where time alone changes nothing
   */
  record Refused<T>(Reason reason, Optional<Instant> retryAt) implements Result<T> {
    /** Refused for a reason that time alone does not change. */
    public Refused(Reason reason) {
      this(reason, Optional.empty());
    }

    /** The same refusal of something else. */
    public <R> Refused<R> of() {
      return new Refused<>(reason, retryAt);
    }
  }

  /**
   * No answer in time, or too much to do. Whether it took effect is open; the same request with the
   * same idempotency key finds out.
   */
  record Unavailable<T>() implements Result<T> {}

  /**
   * More than is served of the tenant or about the user; nothing was done.
   *
   * @param after how long until it can help to ask again
   */
  record TooMany<T>(Duration after) implements Result<T> {}

  /** The same with another value. */
  default <R> Result<R> map(Function<? super T, ? extends R> function) {
    return flatMap(value -> new Done<>(function.apply(value)));
  }

  /** What comes of the value, where there is one. */
  default <R> Result<R> flatMap(Function<? super T, Result<R>> function) {
    return switch (this) {
      case Done<T>(T value) -> function.apply(value);
      case Refused<T> refused -> refused.of();
      case Unavailable<T> _ -> new Unavailable<>();
      case TooMany<T>(Duration after) -> new TooMany<>(after);
    };
  }

  /** What comes of asking on with the value, where there is one. */
  default <R> CompletionStage<Result<R>> thenAsk(
      Function<? super T, CompletionStage<Result<R>>> next) {
    return this instanceof Done<T>(T value)
        ? next.apply(value)
        : CompletableFuture.completedStage(flatMap(_ -> new Unavailable<>()));
  }
}
