package dev.assent.ingress.application;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Tenants with the standard policy, and their keys. */
final class TestTenants {
  private TestTenants() {}

  static Tenant with(String name, boolean enabled, ApiKey... keys) {
    return Tenant.newBuilder()
        .setTenant(name)
        .setDisplayName(name)
        .setEnabled(enabled)
        .setApiKeys(List.of(keys))
        .setPolicy(
            TenantPolicy.newBuilder()
                .setTimeToLive(60_000L)
                .setMaximumFailedProofs(3)
                .setMaximumPending(10)
                .setRetention(600_000L)
                .build())
        .build();
  }

  /** A key whose id is what stands before the dot. */
  static ApiKey key(String text, ApiKeyRole role) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ApiKey.newBuilder()
          .setKeyId(text.substring(0, text.indexOf('.')))
          .setHash(ByteBuffer.wrap(hash))
          .setRoles(List.of(role))
          .setCreatedAt(IngressUnderTest.NOW)
          .build();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
