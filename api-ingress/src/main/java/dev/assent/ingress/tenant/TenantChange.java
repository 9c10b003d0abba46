package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.Tenant;
import java.util.Optional;

/** A change of a tenant: a pure function of its record. */
public interface TenantChange {
  /** What a change comes to. */
  sealed interface Edit {
    /**
     * The tenant's next record.
     *
     * @param summary what is changed, for the log, without secrets
     */
    record Changed(Tenant next, String summary) implements Edit {}

    /** There is no such tenant, or nothing in it of the name. */
    record Missing() implements Edit {}

    /**
     * The change does not fit the tenant's state.
     *
     * @param why for the administrator
     */
    record Conflicting(String why) implements Edit {}
  }

  /** Whether it can undo what it was not made for, and so must say which state it was made for. */
  boolean needsPrecondition();

  /**
   * Applies it.
   *
   * @param current the tenant's record; not to be changed
   */
  Edit apply(Optional<Tenant> current);
}
