package dev.assent.ingress.waiting;

import dev.assent.schemas.avro.OperationSnapshot;
import java.util.Optional;

/** A committed change of an operation as it stands in the log; read only where somebody waits. */
public interface Change {
  /** How many bytes it keeps in memory. */
  int size();

  /**
   * The operation after the change; nothing where it cannot be read, now and for ever.
   *
   * @throws RuntimeException where it cannot be read for now
   */
  Optional<OperationSnapshot> read();
}
