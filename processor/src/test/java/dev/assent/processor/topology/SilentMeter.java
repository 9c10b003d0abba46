package dev.assent.processor.topology;

import dev.assent.schemas.model.Reason;
import java.time.Duration;

/** Counts nothing. */
public class SilentMeter implements ProcessingMeter {
  @Override
  public void decided(String command) {}

  @Override
  public void refused(Reason reason) {}

  @Override
  public void repeated() {}

  @Override
  public void deadLetter(Reason reason) {}

  @Override
  public void approved(boolean signed) {}

  @Override
  public void expired(Duration lag) {}

  @Override
  public void ticked(int fired, Duration took) {}

  @Override
  public void pending(int partition, PendingByAge pending) {}

  @Override
  public void released(int partition) {}
}
