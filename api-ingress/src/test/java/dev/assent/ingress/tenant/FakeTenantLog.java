package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The tenants' topic as the test plays it: the directory reads each record at once. */
public final class FakeTenantLog implements TenantLog {
  private final TenantDirectory directory;
  private final Map<String, KnownTenant> tenants = new TreeMap<>();
  private Runnable before = () -> {};
  private boolean broken;
  private boolean unread;
  private long end;

  public FakeTenantLog(TenantDirectory directory) {
    this.directory = directory;
  }

  /** Forgets everything. */
  public synchronized void reset() {
    tenants.clear();
    before = () -> {};
    broken = false;
    unread = false;
  }

  /** Somebody else does this before the next record is written. */
  public synchronized void beforeTheNext(Runnable action) {
    before = action;
  }

  /** From here on no record can be written. */
  public synchronized void breakDown() {
    broken = true;
  }

  /** From here on records are written, and not read. */
  public synchronized void stopReading() {
    unread = true;
  }

  /** The tenant's latest record. */
  public synchronized Tenant latest(String tenant) {
    return tenants.get(tenant).record();
  }

  /** A record that somebody else writes. */
  public synchronized void write(Tenant tenant) {
    Future<Long> _ = append(tenant);
  }

  @Override
  public synchronized Future<Long> append(Tenant tenant) {
    Runnable action = before;
    before = () -> {};
    action.run();
    if (broken) {
      return CompletableFuture.failedFuture(new IllegalStateException("broken"));
    }
    long offset = end++;
    tenants.put(
        tenant.getTenant(),
        KnownTenant.of(Optional.ofNullable(tenants.get(tenant.getTenant())), tenant, offset));
    if (!unread) {
      directory.replace(tenants.values(), end);
    }
    return CompletableFuture.completedFuture(offset);
  }
}
