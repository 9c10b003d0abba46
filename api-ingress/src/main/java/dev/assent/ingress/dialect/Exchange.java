package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.authentication.Identity;
import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The way of every request: let it in, identify the caller, check what it accepts, read, ask,
 * translate, count.
 *
 * <p>Barrier: nothing of a request is looked at before its caller is known, and whatever fails is
 * answered in the dialect's form.
 */
@Singleton
public final class Exchange {
  private static final String RETRY_AFTER_SECONDS = "1";

  /** On an answer that may be behind what is committed, because the user's owner moves. */
  private static final String STALE = "Assent-Stale";

  private final Authentication authentication;
  private final InstantSource clock;
  private final Admission admission;
  private final Visits visits;
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

  Exchange(
      Authentication authentication,
      InstantSource clock,
      Admission admission,
      Visits visits,
      Faults faults) {
    this.authentication = authentication;
    this.clock = clock;
    this.admission = admission;
    this.visits = visits;
    this.faults = faults;
  }

  /** Serves a request that may have a body. */
  public <T> CompletionStage<HttpResponse<byte[]>> serveWithBody(
      Call call, BodyHandler<T> handler, Function<T, MutableHttpResponse<byte[]>> answer) {
    return serve(
        call,
        request ->
            RequestBody.read(call.request(), admission.bodyTimeout())
                .thenCompose(body -> handler.handle(request, body)),
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
    Visit visit = visits.begin(call);
    return begin(visit, produced, handler)
        .thenApply(result -> marked(visit, word(visit, result, answer)))
        .exceptionally(failure -> failed(visit, failure))
        .<HttpResponse<byte[]>>thenApply(response -> visits.end(visit, challenge(call, response)))
        // whatever fails up to here, nothing that was taken is kept
        .whenComplete((_, _) -> visit.leave());
  }

  private <T> CompletionStage<Result<T>> begin(Visit visit, String produced, Handler<T> handler) {
    Call call = visit.call();
    try {
      admission.enter(visit);
      return switch (call.access()) {
        case Access.Permitted(Permission permission) ->
            authentication
                .authenticate(call.request(), schemes(call))
                .thenApply(identity -> permit(visit, identity, permission))
                .thenCompose(caller -> handle(visit, caller, produced, handler));
        case Access.Public(Caller caller) -> {
          admission.enterPublic(visit);
          yield handle(visit, caller, produced, handler);
        }
      };
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private Caller permit(Visit visit, Optional<Identity> identity, Permission permission) {
    if (identity.isEmpty()) {
      admission.failed(visit);
      throw new Rejected(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text());
    }
    visits.authenticated(visit, identity.get());
    if (!identity.get().permissions().contains(permission)) {
      Failure forbidden = visit.call().dialect().forbidden();
      throw new Rejected(forbidden, forbidden.text());
    }
    Caller caller = identity.get().caller();
    admission.enter(visit, caller);
    return caller;
  }

  private <T> CompletionStage<Result<T>> handle(
      Visit visit, Caller caller, String produced, Handler<T> handler) {
    HttpRequest<?> http = visit.call().request();
    RequestHeaders.requireAccepted(http, produced);
    return handler.handle(
        new Request(
            caller,
            clock.instant(),
            RequestHeaders.idempotencyKey(http),
            visit.correlation(),
            visit.freshness()));
  }

  private Set<Scheme> schemes(Call call) {
    return authentication.schemes(call.dialect().name(), call.dialect().schemes());
  }

  /** RFC 9110 section 11.6.1: each scheme that HTTP has a name for. */
  private MutableHttpResponse<byte[]> challenge(Call call, MutableHttpResponse<byte[]> response) {
    if (response.code() == Failure.UNAUTHENTICATED.status()) {
      schemes(call).stream()
          .sorted()
          .flatMap(scheme -> scheme.challenge().stream())
          .forEach(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }
    return response;
  }

  private static MutableHttpResponse<byte[]> marked(
      Visit visit, MutableHttpResponse<byte[]> response) {
    return visit.freshness().isStale() ? response.header(STALE, "true") : response;
  }

  private <T> MutableHttpResponse<byte[]> word(
      Visit visit, Result<T> result, Function<T, MutableHttpResponse<byte[]>> answer) {
    Call call = visit.call();
    return switch (result) {
      case Result.Done<T>(T value) -> answer.apply(value);
      case Result.Refused<T> refused -> {
        visits.refused(visit, refused.reason().name());
        MutableHttpResponse<byte[]> refusal = call.dialect().refusal(refused, call.request());
        retryAfter(refused).ifPresent(after -> refusal.header(HttpHeaders.RETRY_AFTER, after));
        yield refusal;
      }
      case Result.Unavailable<T> _ ->
          failure(visit, Failure.UNAVAILABLE, Failure.UNAVAILABLE.text())
              .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      case Result.TooMany<T>(Duration wait) ->
          failure(visit, Failure.TOO_MANY, Failure.TOO_MANY.text())
              .header(HttpHeaders.RETRY_AFTER, seconds(wait));
    };
  }

  /** RFC 9110 section 10.2.3, in whole seconds: rounded up, so that nobody comes too early. */
  private Optional<String> retryAfter(Result.Refused<?> refused) {
    Optional<String> known =
        refused.retryAt().map(at -> seconds(Duration.between(clock.instant(), at)));
    return refused.reason() == Reason.QUOTA_EXCEEDED
        ? known.or(() -> Optional.of(RETRY_AFTER_SECONDS))
        : known;
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
  }

  private MutableHttpResponse<byte[]> failed(Visit visit, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (!(cause instanceof Rejected rejected)) {
      return failure(visit, Failure.INTERNAL, faults.record(visit.call().request(), cause));
    }
    MutableHttpResponse<byte[]> response =
        failure(visit, rejected.failure(), rejected.getMessage());
    return rejected.retryAfter().isPositive()
        ? response.header(HttpHeaders.RETRY_AFTER, seconds(rejected.retryAfter()))
        : response;
  }

  private MutableHttpResponse<byte[]> failure(Visit visit, Failure failure, String detail) {
    visits.refused(visit, failure);
    return visit.call().dialect().failure(failure, detail, visit.call().request());
  }
}
