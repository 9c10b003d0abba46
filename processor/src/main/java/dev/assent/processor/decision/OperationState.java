package dev.assent.processor.decision;

import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an operation stands. Each state offers only its legal exits.
 *
 * <pre>
 * Absent -> Pending -> Challenged -> Retrieved -> Closed
 *              |           |                        ^
 *              +-----------+------------------------+
 * </pre>
 */
public sealed interface OperationState {

  /** Number of events of the operation so far. */
  long sequence();

  /** Nothing is known under this id. */
  record Absent() implements OperationState {
    @Override
    public long sequence() {
      return 0;
    }

    Pending created(Operation operation) {
      return new Pending(operation, 1);
    }
  }

  /** An operation without an outcome. */
  sealed interface Open extends OperationState {
    Operation operation();

    Optional<Challenge> issued();

    Optional<String> retrievingDevice();

    int failedProofs();

    /** Closes the operation. Only {@link Retrieved} can be approved. */
    default Closed closed(ResultOutcome outcome, Reason reason, Instant decidedAt) {
      return new Closed(
          operation(),
          issued(),
          retrievingDevice(),
          failedProofs(),
          outcome,
          reason,
          decidedAt,
          sequence() + 1);
    }
  }

  /** Taken over; nobody was asked yet. */
  record Pending(Operation operation, long sequence) implements Open {
    @Override
    public Optional<Challenge> issued() {
      return Optional.empty();
    }

    @Override
    public Optional<String> retrievingDevice() {
      return Optional.empty();
    }

    @Override
    public int failedProofs() {
      return 0;
    }

    Challenged challenged(Challenge challenge) {
      return new Challenged(operation, challenge, sequence + 1);
    }
  }

  /** A challenge waits to be retrieved. */
  record Challenged(Operation operation, Challenge challenge, long sequence) implements Open {
    @Override
    public Optional<Challenge> issued() {
      return Optional.of(challenge);
    }

    @Override
    public Optional<String> retrievingDevice() {
      return Optional.empty();
    }

    @Override
    public int failedProofs() {
      return 0;
    }

    Retrieved retrieved(String serialNumber) {
      return new Retrieved(operation, challenge, serialNumber, 0, sequence + 1);
    }
  }

  /**
   * A device holds the challenge. The only state that an approval can come from: no other offers
   * the exit.
   */
  record Retrieved(
      Operation operation,
      Challenge challenge,
      String serialNumber,
      int failedProofs,
      long sequence)
      implements Open {
    @Override
    public Optional<Challenge> issued() {
      return Optional.of(challenge);
    }

    @Override
    public Optional<String> retrievingDevice() {
      return Optional.of(serialNumber);
    }

    Retrieved proofRejected() {
      return new Retrieved(operation, challenge, serialNumber, failedProofs + 1, sequence + 1);
    }
  }

  /** The operation has its outcome and never changes again. */
  record Closed(
      Operation operation,
      Optional<Challenge> challenge,
      Optional<String> serialNumber,
      int failedProofs,
      ResultOutcome outcome,
      Reason reason,
      Instant decidedAt,
      long sequence)
      implements OperationState {}
}
