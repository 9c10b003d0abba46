package dev.assent.connectors.worker;

import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.trace.Spans;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.model.Reason;
import java.time.Duration;

/** Counts what workers do, by the connector's name. */
public interface WorkerMeter {
  /** A task was taken up; it had waited so long since the processor made it. */
  void taken(String connector, Duration waited);

  /** A task has its outcome. */
  void ended(String connector, ConnectorAction action, ProviderOutcome outcome, Duration took);

  /** A task came after its operation's deadline. */
  void late(String connector);

  /** A task names a connector that this worker has not. */
  void unknown();

  /** A task was set aside. */
  void setAside(String connector, Reason reason);

  /** A task was given back, or a record could not be written and is tried again. */
  void trouble(String connector);

  /** Spans of tasks; sent nowhere unless it says otherwise. */
  default Spans spans() {
    return Spans.NONE;
  }
}
