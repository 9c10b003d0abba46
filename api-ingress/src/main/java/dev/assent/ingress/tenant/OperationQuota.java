package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.Tenant;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many operations each tenant may create in a second on this instance: a bucket of one second's
 * worth of tokens that fills at the tenant's rate. Every request takes a token, a repeat too: what
 * is kept low is the work, and whether it is a repeat is known only after it.
 */
public final class OperationQuota {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TenantDirectory directory;
  private final LongSupplier clock;

  /** By tenant: when its bucket will be full again. */
  private final ConcurrentMap<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

  /**
   * @param directory has the tenants' rates
   * @param clock nanoseconds of a clock that only goes forward
   */
  public OperationQuota(TenantDirectory directory, LongSupplier clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Takes a token of the tenant; false where there is none. A rate of 0 is no limit. */
  public boolean take(String tenant) {
    int rate =
        directory
            .find(tenant)
            .map(KnownTenant::record)
            .map(Tenant::getPolicy)
            .map(policy -> policy.getOperationsPerSecond())
            .orElse(0);
    return rate <= 0 || take(tenant, SECOND / rate);
  }

  private boolean take(String tenant, long nanosecondsPerToken) {
    long now = clock.getAsLong();
    AtomicLong bucket = fullAt.computeIfAbsent(tenant, _ -> new AtomicLong(now));
    while (true) {
      long full = bucket.get();
      // clocks of this kind may overflow: only their differences mean something
      long missing = Math.max(0, full - now);
      if (missing > SECOND - nanosecondsPerToken) {
        return false;
      }
      if (bucket.compareAndSet(full, now + missing + nanosecondsPerToken)) {
        return true;
      }
    }
  }
}
