package dev.assent.ingress.application;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.schemas.avro.AuditRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is audited. */
final class FakeAudit implements AuditTrail {
  final List<AuditRecord> records = new CopyOnWriteArrayList<>();

  @Override
  public void record(AuditRecord record) {
    records.add(record);
  }

  @Override
  public long lost() {
    return 0;
  }
}
