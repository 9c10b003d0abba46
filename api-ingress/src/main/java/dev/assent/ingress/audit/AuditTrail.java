package dev.assent.ingress.audit;

import dev.assent.schemas.avro.AuditRecord;

/** Takes what is to be audited. */
public interface AuditTrail {
  /** What is recorded of whoever was let in. */
  String GRANTED = "GRANTED";

  /** What is recorded of whoever was not. */
  String REFUSED = "REFUSED";

  /**
   * Takes what happened. Never blocks and never throws: what cannot be taken is counted as lost.
   *
   * @param record without its place in the chain
   */
  void record(AuditRecord record);

  /** Records that could not be written since the start. */
  long lost();
}
