package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;

/**
 * A request at the operation of a dialect that serves it.
 *
 * @param operation its name in metrics and logs
 * @param access who may ask
 * @param waits whether it may be open for long with nothing to do: then it takes no place among the
 *     requests that are served at a time
 */
public record Call(
    Dialect dialect, String operation, Access access, HttpRequest<?> request, boolean waits) {

  /** A request that is answered as soon as it can be. */
  public Call(Dialect dialect, String operation, Permission permission, HttpRequest<?> request) {
    this(dialect, operation, new Access.Permitted(permission), request, false);
  }

  /** A request that needs the permission that the role is named after. */
  public Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {
    this(dialect, operation, Permission.of(role), request);
  }

  /**
   * A request for what is public.
   *
   * @param caller what it counts as; its tenant need not exist
   */
  public static Call ofAnybody(
      Dialect dialect, String operation, Caller caller, HttpRequest<?> request) {
    return new Call(dialect, operation, new Access.Public(caller), request, false);
  }

  /** The same as one that may be open for long. */
  public Call waiting() {
    return new Call(dialect, operation, access, request, true);
  }
}
