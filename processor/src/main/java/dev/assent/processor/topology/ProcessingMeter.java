package dev.assent.processor.topology;

import dev.assent.schemas.model.Reason;
import java.time.Duration;

/** Counts what happens in the stream. */
public interface ProcessingMeter {

  /** A command was decided; its events, if any, are staged. */
  void decided(String command);

  /** A command was refused. */
  void refused(Reason reason);

  /** An attempt was repeated and got its first reply again. */
  void repeated();

  /** A record was set aside. */
  void deadLetter(Reason reason);

  /**
   * An operation was approved.
   *
   * @param signed whether the tenant's own key vouches for it
   */
  void approved(boolean signed);

  /** An operation expired by its timer, this long after its deadline. */
  void expired(Duration lag);

  /**
   * A task has looked for what is due.
   *
   * @param fired timers that were due and are done; 0 where nothing was due
   * @param took how long the stream was kept from its records
   */
  void ticked(int fired, Duration took);

  /** How many operations of a partition are open; told several times a second. */
  void pending(int partition, PendingByAge pending);

  /** The partition is not this instance's any more. */
  void released(int partition);
}
