package dev.assent.ingress.authentication;

import dev.assent.ingress.tenant.Caller;
import java.util.Set;

/**
 * Somebody who is known.
 *
 * @param scheme how the caller was identified
 * @param permissions what the caller may do
 */
public record Identity(Caller caller, Scheme scheme, Set<Permission> permissions) {
  public Identity {
    permissions = Set.copyOf(permissions);
  }
}
