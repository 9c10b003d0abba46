package dev.assent.ingress.dialect;

import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;

/**
 * A request at the operation of a dialect that serves it.
 *
 * @param operation its name in metrics and logs
 * @param role what the caller must be allowed
 */
public record Call(Dialect dialect, String operation, ApiKeyRole role, HttpRequest<?> request) {}
