package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Problem;
import dev.assent.ingress.service.Result;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * Words errors as RFC 9457 problems; {@code reason} and {@code retryAt} are our extension members.
 */
@Singleton
final class NativeDialect implements Dialect {
  @Override
  public String name() {
    return "native";
  }

  /** Everything: paths that no vendor's dialect owns are answered in our own words. */
  @Override
  public String prefix() {
    return "/";
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    return Problem.of(failure, detail, request);
  }

  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    return switch (refusal.reason()) {
      case INVALID_REQUEST -> problem(400, refusal, "The request is not valid", request);
      case TENANT_UNKNOWN ->
          failure(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text(), request);
      case CHALLENGE_UNKNOWN -> problem(404, refusal, "There is no such challenge", request);
      case NO_ELIGIBLE_CREDENTIAL ->
          problem(404, refusal, "The user has nothing that could approve", request);
      case OPERATION_UNKNOWN -> problem(404, refusal, "There is no such operation", request);
      case DEVICE_UNKNOWN -> problem(404, refusal, "There is no such credential", request);
      case IDEMPOTENCY_CONFLICT ->
          problem(409, refusal, "The same key was used for another request", request);
      case OPERATION_EXISTS -> problem(409, refusal, "The operation exists already", request);
      case USER_LOCKED -> problem(409, refusal, "The user is locked", request);
      case PROOF_INVALID -> problem(409, refusal, "The proof does not verify", request);
      case TOO_MANY_FAILED_PROOFS ->
          problem(409, refusal, "The proof does not verify, and was the last one", request);
      case OPERATION_CLOSED -> problem(409, refusal, "The operation has an outcome", request);
      case CHALLENGE_NOT_HELD ->
          problem(409, refusal, "Another device retrieved the challenge", request);
      case DEADLINE_PASSED -> problem(409, refusal, "The operation has expired", request);
      case DEVICE_EXISTS ->
          problem(409, refusal, "The credential exists, with other content or as revoked", request);
      case TOO_MANY_DEVICES -> problem(409, refusal, "The user has too many credentials", request);
      case COOLING_DOWN -> problem(429, refusal, "The user refused too much of late", request);
      case TOO_MANY_PENDING ->
          problem(429, refusal, "The user has too many pending operations", request);
      case QUOTA_EXCEEDED -> problem(429, refusal, "The quota of operations is reached", request);
      case TOO_SOON -> problem(429, refusal, "The devices were told a moment ago", request);
      case ABANDONED -> failure(Failure.UNAVAILABLE, Failure.UNAVAILABLE.text(), request);
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          POLICY_VIOLATED,
          CREDENTIAL_EXISTS,
          CREDENTIAL_UNKNOWN,
          VERSION_CONFLICT,
          NOT_ENROLLED_AT_PROVIDER,
          BLOCKED_AT_PROVIDER,
          BUSY_AT_PROVIDER,
          UNREACHABLE_AT_PROVIDER,
          EXPIRED_AT_PROVIDER,
          PROVIDER_REFUSED,
          DISOWNED_BY_USER,
          DATA_INCORRECT,
          DECLINED_BY_USER,
          SUPERSEDED,
          CANCELLED_BY_RELYING_PARTY,
          PROOF_VERIFIED ->
          failure(Failure.INTERNAL, Failure.INTERNAL.text(), request);
    };
  }

  private static MutableHttpResponse<byte[]> problem(
      int status, Result.Refused<?> refusal, String title, HttpRequest<?> request) {
    return Problem.of(
        status,
        refusal.reason().name(),
        title,
        title,
        request,
        json -> NativeJson.time(json, "retryAt", refusal.retryAt().orElse(null)));
  }
}
