package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Permission;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;

/**
 * A request at the operation of a dialect that serves it.
 *
 * @param operation its name in metrics and logs
 * @param permission what the caller must have
 */
public record Call(
    Dialect dialect, String operation, Permission permission, HttpRequest<?> request) {

  /** A request that needs the permission that the role is named after. */
  public Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {
    this(dialect, operation, Permission.of(role), request);
  }
}
