package dev.assent.ingress.dialect.nevis;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.service.Result;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Statuses and codes are the vendor's; which code goes with what, and {@code message}, are ours,
 * because the vendor does not publish them.
 */
@Singleton
final class NevisDialect implements Dialect {
  private static final String DUPLICATE = "errors.duplicateValue";
  private static final String FATAL = "errors.fatalError";
  private static final String INCONSISTENT = "errors.inconsistentData";
  private static final String INVALID = "errors.invalidData";
  private static final String LOCKING = "errors.pessimisticLockingFailure";
  private static final String NO_RECORD = "errors.noRecord";
  private static final String NOT_CONFIGURED = "errors.invalidConfig";
  private static final String POLICY = "errors.policyViolation";
  private static final String UNKNOWN = "errors.unknownReason";

  @Override
  public String name() {
    return "nevis";
  }

  @Override
  public String prefix() {
    return "/nevisidm/";
  }

  @Override
  public Set<Scheme> schemes() {
    return Set.of(Scheme.API_KEY, Scheme.BASIC, Scheme.BEARER);
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    String code =
        switch (failure) {
          case UNAUTHENTICATED, FORBIDDEN -> UNKNOWN;
          case NOT_FOUND -> NO_RECORD;
          case BAD_REQUEST,
              METHOD_NOT_ALLOWED,
              NOT_ACCEPTABLE,
              BODY_TOO_LARGE,
              URI_TOO_LONG,
              UNSUPPORTED_MEDIA_TYPE,
              UNPROCESSABLE,
              TOO_MANY,
              HEADERS_TOO_LARGE ->
              INVALID;
          case INTERNAL, UNAVAILABLE -> FATAL;
          case NOT_SET_UP -> NOT_CONFIGURED;
        };
    return error(failure.status(), code, detail);
  }

  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    return switch (refusal.reason()) {
      case INVALID_REQUEST ->
          error(
              422,
              INVALID,
              "signerCert must have an EC key on P-256, P-384 or P-521 or an RSA key of at least"
                  + " 2048 bits, and a key usage that allows to sign");
      case TENANT_UNKNOWN ->
          failure(Failure.UNAUTHENTICATED, Failure.UNAUTHENTICATED.text(), request);
      case POLICY_VIOLATED -> error(422, POLICY, "msisdn does not match the policy's pattern");
      case IDEMPOTENCY_CONFLICT ->
          error(409, INCONSISTENT, "The same key was used for another request");
      case CREDENTIAL_EXISTS -> error(422, DUPLICATE, "The user has a mobile signature already");
      case CREDENTIAL_UNKNOWN -> error(404, NO_RECORD, Failure.NOT_FOUND.text());
      case VERSION_CONFLICT ->
          error(409, LOCKING, "The mobile signature was changed since; read it again");
      case TOO_MANY_DEVICES -> error(422, POLICY, "The user has too many credentials");
      case ABANDONED -> failure(Failure.UNAVAILABLE, Failure.UNAVAILABLE.text(), request);
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          TOO_SOON,
          OPERATION_EXISTS,
          OPERATION_UNKNOWN,
          CHALLENGE_UNKNOWN,
          CHALLENGE_NOT_HELD,
          DEADLINE_PASSED,
          OPERATION_CLOSED,
          USER_LOCKED,
          NO_ELIGIBLE_CREDENTIAL,
          COOLING_DOWN,
          TOO_MANY_PENDING,
          QUOTA_EXCEEDED,
          DEVICE_EXISTS,
          DEVICE_UNKNOWN,
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
          failure(Failure.INTERNAL, Failure.INTERNAL.text(), request);
    };
  }

  private static MutableHttpResponse<byte[]> error(int status, String code, String message) {
    return Json.answer(
        status,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("errors");
          json.writeStartObject();
          json.writeStringField("code", code);
          json.writeStringField("message", message);
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
