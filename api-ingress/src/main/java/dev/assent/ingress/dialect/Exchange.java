package dev.assent.ingress.dialect;

import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The way of every request: identify the caller, check what it accepts, read, ask, translate,
 * count.
 *
 * <p>Barrier: nothing of a request is looked at before its caller is known, and whatever fails is
 * answered in the dialect's form.
 */
@Singleton
public final class Exchange {
  private static final String RETRY_AFTER_SECONDS = "1";

  private final InstantSource clock;
  private final RequestMetrics metrics;
  private final Faults faults;

  /** Reads the request and asks for what it wants. May throw {@link Rejected}. */
  @FunctionalInterface
  public interface Handler<T> {
    /** Called once the caller is known. */
    CompletionStage<Result<T>> handle(Request request);
  }

  /** The same with the body of the request, which may be empty. */
  @FunctionalInterface
  public interface BodyHandler<T> {
    /** Called once the caller is known and the body is complete. */
    CompletionStage<Result<T>> handle(Request request, byte[] body);
  }

  Exchange(InstantSource clock, RequestMetrics metrics, Faults faults) {
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
  }

  /** Serves a request that may have a body. */
  public <T> CompletionStage<HttpResponse<byte[]>> serveWithBody(
      Call call, BodyHandler<T> handler, Function<T, MutableHttpResponse<byte[]>> answer) {
    return serve(
        call,
        request ->
            RequestBody.read(call.request()).thenCompose(body -> handler.handle(request, body)),
        answer);
  }

  /**
   * Serves a request.
   *
   * @param handler asks
   * @param answer words what was asked for
   */
  public <T> CompletionStage<HttpResponse<byte[]>> serve(
      Call call, Handler<T> handler, Function<T, MutableHttpResponse<byte[]>> answer) {
    return serve(call, MediaType.APPLICATION_JSON, handler, answer);
  }

  /**
   * Serves a request whose answer is no JSON; its refusals are.
   *
   * @param produced the media type of the answer, which the request must accept
   */
  public <T> CompletionStage<HttpResponse<byte[]>> serve(
      Call call,
      String produced,
      Handler<T> handler,
      Function<T, MutableHttpResponse<byte[]>> answer) {
    long start = System.nanoTime();
    return begin(call, produced, handler)
        .thenApply(result -> word(call, result, answer))
        .exceptionally(failure -> failed(call, failure))
        .thenApply(
            response -> {
              metrics.served(call, response.code(), System.nanoTime() - start);
              return response;
            });
  }

  private <T> CompletionStage<Result<T>> begin(Call call, String produced, Handler<T> handler) {
    try {
      Optional<Caller> caller = call.caller().get();
      if (caller.isEmpty()) {
        throw new Rejected(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text());
      }
      RequestHeaders.requireAccepted(call.request(), produced);
      Request request =
          new Request(caller.get(), clock.instant(), RequestHeaders.idempotencyKey(call.request()));
      return handler.handle(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private <T> MutableHttpResponse<byte[]> word(
      Call call, Result<T> result, Function<T, MutableHttpResponse<byte[]>> answer) {
    return switch (result) {
      case Result.Done<T>(T value) -> answer.apply(value);
      case Result.Refused<T> refused -> {
        metrics.refused(call, refused.reason().name());
        MutableHttpResponse<byte[]> refusal = call.dialect().refusal(refused, call.request());
        retryAfter(refused).ifPresent(after -> refusal.header(HttpHeaders.RETRY_AFTER, after));
        yield refusal;
      }
      case Result.Unavailable<T> _ ->
          failure(call, Failure.UNAVAILABLE, Failure.UNAVAILABLE.text())
              .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    };
  }

  /** RFC 9110 section 10.2.3, in whole seconds: rounded up, so that nobody comes too early. */
  private Optional<String> retryAfter(Result.Refused<?> refused) {
    Optional<String> known =
        refused
            .retryAt()
            .map(at -> Duration.between(clock.instant(), at).plusNanos(999_999_999).toSeconds())
            .map(seconds -> Long.toString(Math.max(1, seconds)));
    return refused.reason() == Reason.QUOTA_EXCEEDED
        ? known.or(() -> Optional.of(RETRY_AFTER_SECONDS))
        : known;
  }

  private MutableHttpResponse<byte[]> failed(Call call, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof Rejected rejected
        ? failure(call, rejected.failure(), rejected.getMessage())
        : failure(call, Failure.INTERNAL, faults.record(call.request(), cause));
  }

  private MutableHttpResponse<byte[]> failure(Call call, Failure failure, String detail) {
    metrics.refused(call, failure.name());
    return call.dialect().failure(failure, detail, call.request());
  }
}
