package dev.assent.processor.topology;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.util.List;
import java.util.function.Consumer;

/** A tenant whose policy is short enough for tests. */
final class TestTenant {
  private static final int MANY = 1_000;

  private TestTenant() {}

  static Tenant of(String tenant, boolean enabled, Consumer<TenantPolicy.Builder> change) {
    TenantPolicy.Builder policy =
        TenantPolicy.newBuilder()
            .setTimeToLive(TopologyDriver.TIME_TO_LIVE.toMillis())
            .setMaximumFailedProofs(TopologyDriver.MAXIMUM_FAILED_PROOFS)
            .setMaximumPending(MANY)
            .setRetention(TopologyDriver.RETENTION.toMillis());
    change.accept(policy);
    return Tenant.newBuilder()
        .setTenant(tenant)
        .setDisplayName("Bank")
        .setEnabled(enabled)
        .setApiKeys(List.of())
        .setPolicy(policy.build())
        .build();
  }
}
