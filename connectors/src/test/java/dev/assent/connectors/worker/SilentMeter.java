package dev.assent.connectors.worker;

import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.model.Reason;
import java.time.Duration;

/** Counts nothing. */
public class SilentMeter implements WorkerMeter {
  @Override
  public void taken(String connector, Duration waited) {}

  @Override
  public void ended(
      String connector, ConnectorAction action, ProviderOutcome outcome, Duration took) {}

  @Override
  public void late(String connector) {}

  @Override
  public void unknown() {}

  @Override
  public void setAside(String connector, Reason reason) {}

  @Override
  public void trouble(String connector) {}
}
