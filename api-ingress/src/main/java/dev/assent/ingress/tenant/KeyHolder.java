package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ApiKeyRole;
import java.util.Set;

/**
 * Whose key it is.
 *
 * @param roles what the key's holder may do
 */
public record KeyHolder(Caller caller, Set<ApiKeyRole> roles) {
  public KeyHolder {
    roles = Set.copyOf(roles);
  }
}
