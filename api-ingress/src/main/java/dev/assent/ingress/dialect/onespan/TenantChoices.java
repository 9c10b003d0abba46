package dev.assent.ingress.dialect.onespan;

import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.model.PolicyLimit;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What tenants decided about these services ({@code docs/reference/tenants.md}, "Policy"). */
@Singleton
final class TenantChoices {
  private final TenantSettings tenants;

  TenantChoices(TenantSettings tenants) {
    this.tenants = tenants;
  }

  /** How long after its creation an operation is served: the vendor's challenge age. */
  Duration maximumChallengeAge(String tenant) {
    return Duration.ofMillis(
        tenants
            .policy(tenant)
            .map(TenantPolicy::getMaximumChallengeAge)
            .orElse(PolicyLimit.MAXIMUM_CHALLENGE_AGE.standard()));
  }

  /** Whether a lock is answered like a wrong proof: the vendor's generic status codes. */
  boolean areStatusCodesGeneric(String tenant) {
    return tenants.policy(tenant).map(TenantPolicy::getGenericStatusCodes).orElse(false);
  }
}
