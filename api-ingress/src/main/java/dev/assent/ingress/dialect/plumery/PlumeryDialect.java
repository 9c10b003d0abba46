package dev.assent.ingress.dialect.plumery;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * The body of an error is the vendor's, and so are its statuses 400 and 500; it publishes neither
 * codes nor how the caller is known, so that both are ours.
 */
@Singleton
final class PlumeryDialect implements Dialect {
  /** What all paths begin with. */
  static final String PREFIX = "/internal/v1/custom-auth";

  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;

  @Override
  public String name() {
    return "plumery";
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  /** A request of the bank's back-end. */
  Call call(String operation, HttpRequest<?> http) {
    return new Call(this, operation, ApiKeyRole.BACK_END, http);
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    return error(documented(failure), failure.name(), detail);
  }

  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    Reason reason = refusal.reason();
    return switch (reason) {
      case INVALID_REQUEST -> refused(reason, "The request is not valid");
      case TENANT_UNKNOWN ->
          failure(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text(), request);
      case IDEMPOTENCY_CONFLICT ->
          refused(reason, "The same correlationId was used for another request");
      case OPERATION_EXISTS -> refused(reason, "The correlationId is in use");
      case OPERATION_UNKNOWN ->
          refused(reason, "Nothing of this correlationId is known for this user");
      case NO_ELIGIBLE_CREDENTIAL -> refused(reason, "The user cannot be asked");
      case USER_LOCKED -> refused(reason, "The user is locked");
      case COOLING_DOWN -> refused(reason, "The user refused too much of late; try again later");
      case TOO_MANY_PENDING -> refused(reason, "The user has too many pending requests");
      case QUOTA_EXCEEDED -> refused(reason, "The quota of operations is reached; try again later");
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          TOO_SOON,
          ABANDONED,
          CHALLENGE_UNKNOWN,
          CHALLENGE_NOT_HELD,
          DEADLINE_PASSED,
          OPERATION_CLOSED,
          DEVICE_EXISTS,
          TOO_MANY_DEVICES,
          DEVICE_UNKNOWN,
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
          error(INTERNAL_ERROR, Failure.INTERNAL.name(), Failure.INTERNAL.text());
    };
  }

  /**
   * The vendor knows two statuses: whoever asked can change it, or cannot. It says nothing of
   * callers who are not known and of paths that it does not have.
   */
  private static int documented(Failure failure) {
    if (failure == Failure.NOT_SET_UP) {
      return BAD_REQUEST;
    }
    return switch (failure.status()) {
      case 401, 403, 404, 405 -> failure.status();
      default -> failure.status() < INTERNAL_ERROR ? BAD_REQUEST : INTERNAL_ERROR;
    };
  }

  private static MutableHttpResponse<byte[]> refused(Reason reason, String text) {
    return error(BAD_REQUEST, reason.name(), text);
  }

  private static MutableHttpResponse<byte[]> error(int status, String code, String text) {
    return Json.answer(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", text);
          json.writeStringField("code", code);
          json.writeEndObject();
        });
  }
}
