package dev.assent.ingress.tenant;

import dev.assent.ingress.tenant.TenantChange.Edit;
import dev.assent.schemas.avro.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes tenants: one change after the other, each on what the one before left. A change is done
 * once this instance has read it back from the log, so that it is in force here when it is
 * answered; every other instance reads the same log.
 *
 * <p>Two instances do not know of each other. Where both change a tenant at the same time the later
 * record in the log is the one in force, and whoever wrote it is told that it overtook another.
 */
public final class TenantAdministration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantAdministration.class);

  private final TenantDirectory directory;
  private final TenantLog log;
  private final Duration timeout;
  private final Audit audit;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("assent-ingress-administration").daemon().factory());

  /** Is told of every change that was written, or may have been. */
  @FunctionalInterface
  public interface Audit {
    /**
     * Called by the thread of the changes.
     *
     * @param changed the tenant as it is after the change
     * @param change what was changed, in words without a secret
     */
    void record(Caller administrator, Tenant changed, String change, Outcome outcome);
  }

  /** What came of a change. */
  public sealed interface Outcome {
    /**
     * It is in force here.
     *
     * @param created whether there was no such tenant before
     */
    record Done(KnownTenant tenant, boolean created) implements Outcome {}

    /** There is no such tenant, or nothing in it of the name; nothing was done. */
    record Missing() implements Outcome {}

    /** It must say which state of the tenant it was made for; nothing was done. */
    record PreconditionNeeded() implements Outcome {}

    /** The tenant is in another state than it was made for; nothing was done. */
    record PreconditionFailed() implements Outcome {}

    /** It does not fit the tenant's state; nothing was done. */
    record Conflicting(String why) implements Outcome {}

    /** It is written, over a change that somebody else made at the same time. */
    record Overtook() implements Outcome {}

    /** Whether it is written is not known. */
    record Uncertain() implements Outcome {}
  }

  /**
   * @param timeout for each of writing and reading back
   */
  public TenantAdministration(
      TenantDirectory directory, TenantLog log, Duration timeout, Audit audit) {
    this.audit = audit;
    this.directory = directory;
    this.log = log;
    this.timeout = timeout;
  }

  /** All tenants in the order of their ids. */
  public Collection<KnownTenant> all() {
    return directory.all();
  }

  /** The tenant. */
  public Optional<KnownTenant> find(String tenant) {
    return directory.find(tenant);
  }

  /**
   * Changes the tenant.
   *
   * @param administrator who does, for the log
   */
  public CompletionStage<Outcome> change(
      Caller administrator, String tenant, Precondition precondition, TenantChange change) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return changeNow(administrator, tenant, precondition, change);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Uncertain();
          }
        },
        thread);
  }

  /** Takes no more changes; the one under way may end. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Outcome changeNow(
      Caller administrator, String tenant, Precondition precondition, TenantChange change)
      throws InterruptedException {
    Optional<KnownTenant> before = directory.find(tenant);
    if (!precondition.holds(before)) {
      return new Outcome.PreconditionFailed();
    }
    if (change.needsPrecondition() && before.isPresent() && !precondition.isGiven()) {
      return new Outcome.PreconditionNeeded();
    }
    return switch (change.apply(before.map(KnownTenant::record))) {
      case Edit.Missing _ -> new Outcome.Missing();
      case Edit.Conflicting(String why) -> new Outcome.Conflicting(why);
      case Edit.Changed(Tenant next, String summary) -> {
        next.setVersion(before.map(known -> known.record().getVersion()).orElse(0L) + 1);
        Outcome outcome = write(before, next);
        record(administrator, next, summary, outcome);
        audit.record(administrator, next, summary, outcome);
        yield outcome;
      }
    };
  }

  private Outcome write(Optional<KnownTenant> before, Tenant next) throws InterruptedException {
    long offset;
    try {
      offset = log.append(next).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return new Outcome.Uncertain();
    }
    if (!directory.awaitRead(offset, timeout)) {
      return new Outcome.Uncertain();
    }
    boolean direct =
        directory
            .find(next.getTenant())
            .filter(known -> known.cameDirectlyAfter(offset, before.map(KnownTenant::offset)))
            .isPresent();
    return direct
        ? new Outcome.Done(KnownTenant.of(before, next, offset), before.isEmpty())
        : new Outcome.Overtook();
  }

  private static void record(Caller administrator, Tenant next, String summary, Outcome outcome) {
    LOG.atInfo()
        .addKeyValue("administrator", administrator.keyId())
        .addKeyValue("tenant", next.getTenant())
        .addKeyValue("version", next.getVersion())
        .addKeyValue("change", summary)
        .addKeyValue("outcome", outcome.getClass().getSimpleName())
        .log("a tenant was changed");
  }
}
