package dev.assent.ingress.dialect.keyless;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * The statuses are the vendor's; it does not publish the body of an error, so {@code code} and
 * {@code message} are ours.
 */
@Singleton
final class KeylessDialect implements Dialect {
  @Override
  public String name() {
    return "keyless";
  }

  @Override
  public String prefix() {
    return "/v2/";
  }

  /** The vendor documents no 403. */
  @Override
  public Failure forbidden() {
    return Failure.UNAUTHENTICATED;
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    return error(failure.status(), failure.name(), detail);
  }

  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    Reason reason = refusal.reason();
    return switch (reason) {
      case INVALID_REQUEST -> error(400, reason.name(), "The request is not valid");
      case TENANT_UNKNOWN ->
          failure(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text(), request);
      case NO_ELIGIBLE_CREDENTIAL ->
          error(404, reason.name(), "The user has no device that could approve");
      case OPERATION_UNKNOWN -> error(404, reason.name(), "There is no such operation");
      case DEVICE_UNKNOWN -> error(404, reason.name(), "The user has no such device");
      case IDEMPOTENCY_CONFLICT ->
          error(409, reason.name(), "The same key was used for another request");
      case OPERATION_EXISTS -> error(409, reason.name(), "The operation exists already");
      case TOO_MANY_PENDING ->
          error(409, reason.name(), "The user has too many pending operations");
      case USER_LOCKED -> error(409, reason.name(), "The user is locked");
      case COOLING_DOWN ->
          error(409, reason.name(), "The user refused too much of late; try again later");
      case QUOTA_EXCEEDED ->
          error(429, reason.name(), "The quota of operations is reached; try again later");
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          TOO_SOON,
          ABANDONED,
          CHALLENGE_UNKNOWN,
          DEADLINE_PASSED,
          OPERATION_CLOSED,
          CHALLENGE_NOT_HELD,
          DEVICE_EXISTS,
          TOO_MANY_DEVICES,
          POLICY_VIOLATED,
          CREDENTIAL_EXISTS,
          CREDENTIAL_UNKNOWN,
          VERSION_CONFLICT,
          PROOF_INVALID,
          TOO_MANY_FAILED_PROOFS,
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
          error(500, Failure.INTERNAL.name(), Failure.INTERNAL.text());
    };
  }

  private static MutableHttpResponse<byte[]> error(int status, String code, String message) {
    return Json.answer(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("code", code);
          json.writeStringField("message", message);
          json.writeEndObject();
        });
  }
}
