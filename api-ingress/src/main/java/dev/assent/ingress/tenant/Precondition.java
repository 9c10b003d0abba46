package dev.assent.ingress.tenant;

import java.util.Optional;
import java.util.Set;

/**
 * What an administrator believes the tenant's state to be (RFC 9110 section 13.1).
 *
 * @param matching entity tags of which the state must have one; {@code *} is any state; empty where
 *     nothing is said
 * @param absent whether there must be no such tenant
 */
public record Precondition(Optional<Set<String>> matching, boolean absent) {
  /** Nothing is said. */
  public static final Precondition NONE = new Precondition(Optional.empty(), false);

  private static final String ANY = "*";

  public Precondition {
    matching = matching.map(Set::copyOf);
  }

  /** Whether anything is said. */
  boolean isGiven() {
    return absent || matching.isPresent();
  }

  /** Whether it holds. */
  boolean holds(Optional<KnownTenant> known) {
    boolean matches =
        matching.isEmpty()
            || known
                .filter(
                    tenant ->
                        matching.get().contains(ANY) || matching.get().contains(tenant.entityTag()))
                .isPresent();
    return matches && !(absent && known.isPresent());
  }
}
