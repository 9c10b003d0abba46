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
 * @param waits whether it may be open for long with nothing to do: then it takes no place among the
 *     requests that are served at a time
 */
public record Call(
    Dialect dialect,
    String operation,
    HttpRequest<?> request,
    Supplier<Optional<Caller>> caller,
    boolean waits) {

  /** A request that is answered as soon as it can be. */
  public Call(
      Dialect dialect,
      String operation,
      HttpRequest<?> request,
      Supplier<Optional<Caller>> caller) {
    this(dialect, operation, request, caller, false);
  }

  /**
   * A request of a tenant.
   *
   * @param role what the caller must be allowed
   */
  public Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {
    this(dialect, operation, request, () -> dialect.authenticate(request, role));
  }

  /** The same as one that may be open for long. */
  public Call waiting() {
    return new Call(dialect, operation, request, caller, true);
  }
}
