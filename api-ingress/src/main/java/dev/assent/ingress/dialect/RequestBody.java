package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the body as it came, without a conversion in between. */
final class RequestBody {
  private RequestBody() {}

  /**
   * The bytes, once they are complete; fails with {@link Rejected} where there are too many, or
   * they take too long: whoever lets them drip must not keep a place for it.
   */
  static CompletionStage<byte[]> read(HttpRequest<?> request, Duration within) {
    CompletableFuture<byte[]> whole =
        ((ServerHttpRequest<?>) request)
            .byteBody()
            .buffer()
            .handle(
                (body, failure) -> {
                  if (failure != null) {
                    throw refusal(failure);
                  }
                  return bytes(body);
                })
            .toCompletableFuture();
    // a copy, because what comes too late must still be released
    return whole
        .copy()
        .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedStage(
                    failure instanceof TimeoutException ? notWhole() : failure));
  }

  private static byte[] bytes(CloseableAvailableByteBody body) {
    try (body) {
      return body.toByteArray();
    }
  }

  private static RuntimeException refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case ContentLengthExceededException _, BufferLengthExceededException _ ->
          new Rejected(Failure.BODY_TOO_LARGE, Failure.BODY_TOO_LARGE.text());
      default -> notWhole();
    };
  }

  private static Rejected notWhole() {
    return Rejected.badRequest("the body did not arrive whole");
  }
}
