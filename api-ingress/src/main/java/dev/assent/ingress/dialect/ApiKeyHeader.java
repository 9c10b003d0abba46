package dev.assent.ingress.dialect;

import dev.assent.ingress.tenant.ApiKeys;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/** The header {@code X-Api-Key}. */
public final class ApiKeyHeader {
  /** The header's name. */
  public static final String NAME = "X-Api-Key";

  private ApiKeyHeader() {}

  /** Who presents a valid key with the role, exactly once. */
  public static Optional<Caller> authenticate(
      HttpRequest<?> request, ApiKeys keys, ApiKeyRole role) {
    List<String> presented = request.getHeaders().getAll(NAME);
    return presented.size() == 1 ? keys.authenticate(presented.getFirst(), role) : Optional.empty();
  }
}
