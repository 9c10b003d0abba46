package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.TenantPolicy;
import java.util.Optional;

/** What tenants decided, as far as a request has to know before anything is decided about it. */
public interface TenantSettings {
  /** The tenant's policy as it is now; not to be changed. Nothing of a tenant that is not known. */
  Optional<TenantPolicy> policy(String tenant);
}
