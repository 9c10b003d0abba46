package dev.assent.ingress.service;

import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    return switch (this) {
      case Done<T>(T value) -> new Done<>(function.apply(value));
      case Refused<T> refused -> refused.of();
      case Unavailable<T> _ -> new Unavailable<>();
      case TooMany<T>(Duration after) -> new TooMany<>(after);
    };
  }
}
