package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.TenantPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.x500.X500Principal;

/**
 * The tenants, and what their callers identify themselves by. Written by one thread, read by all.
 *
 * <p>Barrier: only the SHA-256 of a presented key is looked up. A key has 256 random bits, so how
 * long a look-up takes tells nothing that helps to find one; the final comparison takes the same
 * time whatever differs. Nothing is remembered of an earlier answer: a key, a certificate or an
 * issuer is refused from the moment that its tenant's record says so, or its time is over.
 */
public final class TenantDirectory implements TenantSettings {
  private record Contents(
      Map<String, KnownTenant> tenants, Registrations registrations, long position) {}

  private final InstantSource clock;
  private final Lock lock = new ReentrantLock();
  private final Condition replaced = lock.newCondition();
  private volatile Contents contents = new Contents(Map.of(), Registrations.NONE, 0);

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
    tenants.forEach(known -> byId.put(known.record().getTenant(), known));
    contents = new Contents(byId, Registrations.of(tenants), position);
    lock.lock();
    try {
      replaced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Who presents the key; nothing where it is unknown, its time is not now or its tenant is
   * disabled, all alike.
   */
  public Optional<KeyHolder> findKey(String presentedKey) {
    return contents
        .registrations()
        .key(KeyHash.of(presentedKey))
        .filter(key -> key.isValidAt(clock.instant()))
        .map(Registrations.Key::holder);
  }

  /** Which enabled tenants trust the issuer, each for an audience of its own. */
  public List<IssuerTrust> findIssuers(String issuer) {
    return contents.registrations().issuers(issuer);
  }

  /**
   * Which enabled tenants registered exactly this certificate.
   *
   * @param thumbprint SHA-256 of its DER (RFC 8705 section 3.1)
   */
  public List<CertificateTrust> findThumbprints(ByteBuffer thumbprint) {
    return contents.registrations().thumbprints(KeyHash.kept(thumbprint));
  }

  /** Which enabled tenants registered a certificate with the subject (RFC 8705 section 2.1). */
  public List<CertificateTrust> findSubjects(X500Principal subject) {
    return contents.registrations().subjects(subject);
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
}
