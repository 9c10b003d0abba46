package dev.assent.schemas.serde;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Valid records for the tests of this package. */
final class Records {
  static final String TOPIC = "assent.tenants";
  static final String SUBJECT = "assent.tenants-value";

  private Records() {}

  static Tenant tenant(String name) {
    return Tenant.newBuilder()
        .setTenant(name)
        .setDisplayName("Bank of Zürich 🏦")
        .setEnabled(true)
        .setApiKeys(
            List.of(
                ApiKey.newBuilder()
                    .setKeyId("key-1")
                    .setHash(ByteBuffer.wrap(new byte[] {1, 2, 3, -4}))
                    .setRoles(List.of(ApiKeyRole.FRONT_END, ApiKeyRole.BACK_END))
                    .setCreatedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
                    .build()))
        .setPolicy(
            TenantPolicy.newBuilder()
                .setTimeToLive(120_000)
                .setMaximumFailedProofs(3)
                .setMaximumPending(20)
                .setRetention(2_592_000_000L)
                .build())
        .build();
  }
}
