package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.Tenant;
import java.util.concurrent.Future;

/** Where tenants are written. */
@FunctionalInterface
public interface TenantLog {
  /**
   * Appends the tenant's record. May block, within a bound, until it can be sent.
   *
   * @return its offset, once all in-sync replicas have it; fails where that is not certain
   */
  Future<Long> append(Tenant tenant);
}
