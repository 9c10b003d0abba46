package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * API keys by their hashes. Written by one thread, read by all.
 *
 * <p>Barrier: only the SHA-256 of a presented key is looked up. A key has 256 random bits, so how
 * long a look-up takes tells nothing that helps to find one; the final comparison takes the same
 * time whatever differs.
 */
public final class TenantDirectory implements ApiKeys {
  private record Holder(Caller caller, ByteBuffer hash, Set<ApiKeyRole> roles) {}

  private volatile Map<ByteBuffer, Holder> holders = Map.of();

  /** Replaces all tenants. */
  public void replace(Collection<Tenant> tenants) {
    Map<ByteBuffer, Holder> next = new HashMap<>();
    for (Tenant tenant : tenants) {
      if (tenant.getEnabled()) {
        tenant.getApiKeys().forEach(key -> add(next, tenant, key));
      }
    }
    holders = next;
  }

  @Override
  public Optional<Caller> authenticate(String presentedKey, ApiKeyRole role) {
    byte[] hash = sha256(presentedKey);
    Holder holder = holders.get(ByteBuffer.wrap(hash));
    return holder != null
            && MessageDigest.isEqual(holder.hash().array(), hash)
            && holder.roles().contains(role)
        ? Optional.of(holder.caller())
        : Optional.empty();
  }

  private static void add(Map<ByteBuffer, Holder> holders, Tenant tenant, ApiKey key) {
    byte[] hash = new byte[key.getHash().remaining()];
    key.getHash().duplicate().get(hash);
    ByteBuffer own = ByteBuffer.wrap(hash);
    Caller caller = new Caller(tenant.getTenant());
    holders.put(own, new Holder(caller, own, Set.copyOf(key.getRoles())));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
