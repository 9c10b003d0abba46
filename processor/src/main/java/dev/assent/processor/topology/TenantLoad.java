package dev.assent.processor.topology;

import dev.assent.processor.decision.Policy;
import dev.assent.processor.state.TimerStore;
import dev.assent.schemas.avro.TimerPurpose;
import java.util.HashMap;
import java.util.Map;

/**
 * How many open operations each tenant has on this partition. Counted in memory, since a count in
 * the store would be one more write for each operation and the same key for all of a tenant's: each
 * open operation has its expiry timer, so the timers are counted once, when the first tenant with a
 * quota asks, and what changes afterwards is added.
 */
final class TenantLoad {
  private final TimerStore timers;
  private final int partitions;
  private final Map<String, Long> open = new HashMap<>();
  private boolean counted;

  /**
   * @param partitions that a tenant's users are spread over: each has its share of the quota
   */
  TenantLoad(TimerStore timers, int partitions) {
    this.timers = timers;
    this.partitions = partitions;
  }

  /** Whether the tenant may have one more open operation on this partition. */
  boolean quotaLeft(String tenant, Policy policy) {
    if (policy.pendingQuota() == 0) {
      return true;
    }
    if (!counted) {
      counted = true;
      timers.forEach(
          timer -> {
            if (timer.getPurpose() == TimerPurpose.EXPIRE_OPERATION) {
              open.merge(timer.getTenant(), 1L, Long::sum);
            }
          });
    }
    return open.getOrDefault(tenant, 0L) < Math.ceilDiv(policy.pendingQuota(), partitions);
  }

  /** Operations of the tenant were opened or closed. */
  void add(String tenant, int change) {
    if (counted && change != 0) {
      open.merge(tenant, (long) change, Long::sum);
    }
  }
}
