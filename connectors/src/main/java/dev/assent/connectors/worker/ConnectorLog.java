package dev.assent.connectors.worker;

import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.trace.Correlation;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where outcomes and dead letters go. Each method returns once the record is acknowledged. */
public interface ConnectorLog {
  /** Writes an outcome. */
  void report(ConnectorOutcome outcome, Correlation correlation)
      throws NotWrittenException, InterruptedException;

  /**
   * Writes a dead letter: where the record stands and why, never what it says.
   *
   * @param detail words without any of the record's content
   */
  void setAside(ConsumerRecord<String, ?> record, Reason reason, String detail)
      throws NotWrittenException, InterruptedException;

  /** Broker or registry did not take it; the same can be tried again. */
  final class NotWrittenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** For this failure. */
    public NotWrittenException(Throwable cause) {
      super("the record could not be written", cause);
    }
  }
}
