package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.tenant.Caller;

/** Who may ask. */
public sealed interface Access {
  /** Callers who are known and have the permission. */
  record Permitted(Permission permission) implements Access {}

  /**
   * Anybody: what is asked for is public.
   *
   * @param caller what the request counts as; its tenant need not exist
   */
  record Public(Caller caller) implements Access {}
}
