package dev.assent.ingress.service;

import dev.assent.schemas.model.Reason;
import java.util.function.Function;

/** What came of a request, for a dialect to translate. */
public sealed interface Result<T> {
  /** It took effect, or the question has an answer. */
  record Done<T>(T value) implements Result<T> {}

  /** It was refused and had no effect. */
  record Refused<T>(Reason reason) implements Result<T> {}

  /**
   * No answer in time, or too much to do. Whether it took effect is open; the same request with the
   * same idempotency key finds out.
   */
  record Unavailable<T>() implements Result<T> {}

  /** The same with another value. */
  default <R> Result<R> map(Function<? super T, ? extends R> function) {
    return switch (this) {
      case Done<T>(T value) -> new Done<>(function.apply(value));
      case Refused<T>(Reason reason) -> new Refused<>(reason);
      case Unavailable<T> _ -> new Unavailable<>();
    };
  }
}
