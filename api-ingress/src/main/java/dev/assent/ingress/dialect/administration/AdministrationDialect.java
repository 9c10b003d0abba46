package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.ApiKeyHeader;
import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Problem;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Words errors as RFC 9457 problems.
 *
 * <p>Barrier: administrators are known by keys of their own. No tenant's key opens anything here,
 * whatever its roles are, and an administrator's key opens nothing elsewhere.
 */
@Singleton
final class AdministrationDialect implements Dialect {
  private final AdministratorKeys keys;

  AdministrationDialect(AdministratorKeys keys) {
    this.keys = keys;
  }

  /** A request of an administrator. */
  Call call(String operation, HttpRequest<?> request) {
    return new Call(this, operation, request, () -> administrator(request));
  }

  @Override
  public String name() {
    return "administration";
  }

  @Override
  public String prefix() {
    return "/api/v1/tenants";
  }

  /** Nobody: no role of a tenant's key allows anything here. */
  @Override
  public Optional<Caller> authenticate(HttpRequest<?> request, ApiKeyRole role) {
    return Optional.empty();
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

  private Optional<Caller> administrator(HttpRequest<?> request) {
    List<String> presented = request.getHeaders().getAll(ApiKeyHeader.NAME);
    return presented.size() == 1 ? keys.authenticate(presented.getFirst()) : Optional.empty();
  }
}
