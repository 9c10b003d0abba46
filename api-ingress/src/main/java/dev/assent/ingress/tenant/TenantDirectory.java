package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tenants, and their API keys by their hashes. Written by one thread, read by all.
 *
 * <p>Barrier: only the SHA-256 of a presented key is looked up. A key has 256 random bits, so how
 * long a look-up takes tells nothing that helps to find one; the final comparison takes the same
 * time whatever differs. Nothing is remembered of an earlier answer: a key is refused from the
 * moment that its tenant's record says so, or its time is over.
 */
public final class TenantDirectory implements ApiKeys, TenantSettings {
  private record Holder(
      Caller caller, Set<ApiKeyRole> roles, Instant notBefore, Instant expiresAt) {
    boolean isValidAt(Instant now) {
      return !now.isBefore(notBefore) && now.isBefore(expiresAt);
    }
  }

  private record Contents(
      Map<String, KnownTenant> tenants, Map<KeyHash, Holder> holders, long position) {}

  private final InstantSource clock;
  private final Lock lock = new ReentrantLock();
  private final Condition replaced = lock.newCondition();
  private volatile Contents contents = new Contents(Map.of(), Map.of(), 0);

  /**
   * @param clock tells whether a key's time has come and is not over
   */
  public TenantDirectory(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Replaces all tenants.
   *
   * @param position the offset up to which, exclusively, the log was read
   */
  public void replace(Collection<KnownTenant> tenants, long position) {
    Map<String, KnownTenant> byId = new TreeMap<>();
    Map<KeyHash, Holder> holders = new HashMap<>();
    for (KnownTenant known : tenants) {
      Tenant tenant = known.record();
      byId.put(tenant.getTenant(), known);
      if (tenant.getEnabled()) {
        tenant.getApiKeys().forEach(key -> add(holders, tenant, key));
      }
    }
    contents = new Contents(byId, holders, position);
    lock.lock();
    try {
      replaced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Caller> authenticate(String presentedKey, ApiKeyRole role) {
    Holder holder = contents.holders().get(KeyHash.of(presentedKey));
    return holder != null && holder.isValidAt(clock.instant()) && holder.roles().contains(role)
        ? Optional.of(holder.caller())
        : Optional.empty();
  }

  @Override
  public Optional<TenantPolicy> policy(String tenant) {
    return find(tenant).map(known -> known.record().getPolicy());
  }

  /** The tenant, enabled or not. */
  public Optional<KnownTenant> find(String tenant) {
    return Optional.ofNullable(contents.tenants().get(tenant));
  }

  /** All tenants, enabled or not, in the order of their ids. */
  public Collection<KnownTenant> all() {
    return contents.tenants().values();
  }

  /**
   * Waits until the record at the offset is part of this directory.
   *
   * @return false where it did not become so within the time
   */
  boolean awaitRead(long offset, Duration within) throws InterruptedException {
    long nanoseconds = within.toNanos();
    lock.lock();
    try {
      while (contents.position() <= offset && nanoseconds > 0) {
        nanoseconds = replaced.awaitNanos(nanoseconds);
      }
      return contents.position() > offset;
    } finally {
      lock.unlock();
    }
  }

  private static void add(Map<KeyHash, Holder> holders, Tenant tenant, ApiKey key) {
    holders.put(
        KeyHash.kept(key.getHash()),
        new Holder(
            new Caller(tenant.getTenant(), key.getKeyId()),
            Set.copyOf(key.getRoles()),
            Optional.ofNullable(key.getNotBefore()).orElse(Instant.MIN),
            Optional.ofNullable(key.getExpiresAt()).orElse(Instant.MAX)));
  }
}
