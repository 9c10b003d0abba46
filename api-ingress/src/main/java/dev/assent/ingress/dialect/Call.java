package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Permission;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;

/**
 * A request at the operation of a dialect that serves it.
 *
 * @param operation its name in metrics and logs
 * @param permission what the caller must have
 * @param waits whether it may be open for long with nothing to do: then it takes no place among the
 *     requests that are served at a time
 */
public record Call(
    Dialect dialect,
    String operation,
    Permission permission,
    HttpRequest<?> request,
    boolean waits) {

  /** A request that is answered as soon as it can be. */
  public Call(Dialect dialect, String operation, Permission permission, HttpRequest<?> request) {
    this(dialect, operation, permission, request, false);
  }

  /** A request that needs the permission that the role is named after. */
  public Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {
    this(dialect, operation, Permission.of(role), request);
  }

  /** The same as one that may be open for long. */
  public Call waiting() {
    return new Call(dialect, operation, permission, request, true);
  }
}
