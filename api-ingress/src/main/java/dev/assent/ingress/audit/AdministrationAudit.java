package dev.assent.ingress.audit;

import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantAdministration.Outcome;
import dev.assent.schemas.audit.AuditedEvent;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.avro.Tenant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Records what administrators change; where they come from is in the record of their being let in.
 */
public final class AdministrationAudit implements TenantAdministration.Audit {
  private final AuditTrail trail;
  private final InstantSource clock;

  public AdministrationAudit(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void record(Caller administrator, Tenant changed, String change, Outcome outcome) {
    AuditRecord record = new AuditRecord();
    record.setRecordedAt(clock.instant());
    record.setEvent(AuditedEvent.ADMINISTRATION.name());
    record.setOutcome(outcome.getClass().getSimpleName().toUpperCase(Locale.ROOT));
    record.setDialect("administration");
    record.setOperation(change);
    record.setTenant(changed.getTenant());
    record.setKeyId(administrator.keyId());
    record.setFactors(List.of("API_KEY"));
    trail.record(record);
  }
}
