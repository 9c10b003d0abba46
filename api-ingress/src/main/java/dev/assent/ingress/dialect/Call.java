package dev.assent.ingress.dialect;

import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request at the operation of a dialect that serves it.
 *
 * @param operation its name in metrics and logs
 * @param caller who asks; nothing where whoever asks is not allowed to
 */
public record Call(
    Dialect dialect, String operation, HttpRequest<?> request, Supplier<Optional<Caller>> caller) {

  /**
   * A request of a tenant.
   *
   * @param role what the caller must be allowed
   */
  public Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {
    this(dialect, operation, request, () -> dialect.authenticate(request, role));
  }
}
