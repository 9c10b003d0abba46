package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Problem;
import dev.assent.ingress.service.Result;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * Words errors as RFC 9457 problems.
 *
 * <p>Barrier: administrators are known by keys of their own. No tenant's key opens anything here,
 * whatever its roles are, and an administrator's key opens nothing elsewhere.
 */
@Singleton
final class AdministrationDialect implements Dialect {
  /** A request of an administrator. */
  Call call(String operation, HttpRequest<?> request) {
    return new Call(this, operation, Permission.TENANT_ADMINISTRATION, request);
  }

  @Override
  public String name() {
    return "administration";
  }

  @Override
  public String prefix() {
    return "/api/v1/tenants";
  }

  @Override
  public MutableHttpResponse<byte[]> failure(
      Failure failure, String detail, HttpRequest<?> request) {
    return Problem.of(failure, detail, request);
  }

  /** No decision of the processor is asked for here, so that none can be refused. */
  @Override
  public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
    return failure(Failure.INTERNAL, Failure.INTERNAL.text(), request);
  }
}
