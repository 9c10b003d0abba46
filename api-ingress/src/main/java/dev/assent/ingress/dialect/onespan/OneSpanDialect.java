package dev.assent.ingress.dialect.onespan;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.service.Result;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Identifies by HTTP Basic: the tenant and its front-end API key. What was processed is answered
 * with 200 whatever came of it, as the vendor does; what was not has a status of HTTP too.
 *
 * <p>Barrier: all that can be wrong with a proof looks the same, and so does all that can be wrong
 * with a challenge key.
 */
@Singleton
final class OneSpanDialect implements Dialect {
  @Override
  public String name() {
    return "onespan";
  }

  @Override
  public String prefix() {
    return "/rest/v2/";
  }

  @Override
  public Set<Scheme> schemes() {
    return Set.of(Scheme.BASIC);
  }

  /** The vendor documents no 403. */
  @Override
  public Failure forbidden() {
    return Failure.UNAUTHENTICATED;
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    StatusCode status =
        switch (failure) {
          case BAD_REQUEST, UNPROCESSABLE -> StatusCode.STAT_INVALID_REQUEST;
          case UNAUTHENTICATED, FORBIDDEN -> StatusCode.STAT_UNAUTHORIZED;
          case NOT_FOUND -> StatusCode.STAT_NOT_FOUND;
          case METHOD_NOT_ALLOWED -> StatusCode.STAT_NOT_ALLOWED;
          case NOT_ACCEPTABLE -> StatusCode.STAT_NOT_ACCEPTABLE;
          case BODY_TOO_LARGE -> StatusCode.STAT_TOO_LARGE;
          case URI_TOO_LONG, HEADERS_TOO_LARGE -> StatusCode.STAT_TOO_LARGE;
          case UNSUPPORTED_MEDIA_TYPE -> StatusCode.STAT_UNSUPPORTED_TYPE;
          case TOO_MANY -> StatusCode.STAT_TOO_MANY;
          case INTERNAL -> StatusCode.STAT_INTERNAL;
          case NOT_SET_UP, UNAVAILABLE -> StatusCode.STAT_UNAVAILABLE;
        };
    return Envelope.failure(failure.status(), status);
  }

  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    return switch (refusal.reason()) {
      case CHALLENGE_UNKNOWN,
          OPERATION_UNKNOWN,
          OPERATION_CLOSED,
          ABANDONED,
          NO_ELIGIBLE_CREDENTIAL,
          DEVICE_UNKNOWN ->
          Envelope.failure(200, StatusCode.STAT_NOT_FOUND);
      case CHALLENGE_NOT_HELD -> Envelope.failure(200, StatusCode.STAT_NOSUPPORT);
      case PROOF_INVALID, TOO_MANY_FAILED_PROOFS ->
          Envelope.failure(200, StatusCode.STAT_INVCREDENTIALS);
      case USER_LOCKED -> Envelope.failure(200, StatusCode.STAT_LOCKED);
      case DEADLINE_PASSED -> Envelope.failure(200, StatusCode.STAT_EXP_CHALLENGE);
      case IDEMPOTENCY_CONFLICT -> Envelope.failure(200, StatusCode.STAT_CONFLICT);
      case INVALID_REQUEST -> failure(Failure.BAD_REQUEST, "", request);
      case TENANT_UNKNOWN -> failure(Failure.UNAUTHENTICATED, "", request);
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          TOO_SOON,
          OPERATION_EXISTS,
          COOLING_DOWN,
          TOO_MANY_PENDING,
          QUOTA_EXCEEDED,
          DEVICE_EXISTS,
          TOO_MANY_DEVICES,
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
          failure(Failure.INTERNAL, "", request);
    };
  }
}
