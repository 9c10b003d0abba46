package dev.assent.processor.decision;

import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an operation stands. Each state offers only its legal exits; every open state can be
 * cancelled and can expire.
 *
 * <pre>
 * Absent -> Pending -> Challenged -> Retrieved -> Closed                       (DEVICE)
 *           Pending -> Dispatched -> AwaitingUser -> Closed                    (IDP, MSSP)
 *                      Dispatched -> UnknownAtProvider -> AwaitingUser         (answer lost)
 *           Pending -> Absent                          (handed over to the user who claimed it)
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

    /** The challenge, once one was issued. */
    default Optional<Challenge> issued() {
      return Optional.empty();
    }

    /** The transaction at a provider, once there is one. */
    default Optional<Transaction> begun() {
      return Optional.empty();
    }

    /** The device that the challenge was handed to. */
    default Optional<String> retrievingDevice() {
      return Optional.empty();
    }

    /** Proofs that did not verify. */
    default int failures() {
      return 0;
    }

    /** Every open state can be withdrawn. */
    default Closed cancelled(Reason reason, Instant decidedAt) {
      return Closed.of(this, ResultOutcome.CANCELLED, reason, decidedAt);
    }

    /** Every open state can run out. */
    default Closed expired(Instant decidedAt) {
      return Closed.of(this, ResultOutcome.EXPIRED, Reason.DEADLINE_PASSED, decidedAt);
    }
  }

  /** A state from which the operation can fail. */
  sealed interface Failable extends Open {
    /** Closes the operation: it cannot be approved any more. */
    default Closed failed(Reason reason, Instant decidedAt) {
      return Closed.of(this, ResultOutcome.FAILED, reason, decidedAt);
    }
  }

  /** A state in which the user is asked: the only ones that an answer can come from. */
  sealed interface Asked extends Failable {
    /** Closes the operation with the user's consent. */
    default Closed approved(Instant decidedAt) {
      return Closed.of(this, ResultOutcome.APPROVED, Reason.PROOF_VERIFIED, decidedAt);
    }

    /** Closes the operation with the user's refusal. */
    default Closed declined(Reason reason, Instant decidedAt) {
      return Closed.of(this, ResultOutcome.DECLINED, reason, decidedAt);
    }
  }

  /** Taken over; nobody was asked yet. */
  record Pending(Operation operation, long sequence) implements Open {
    Challenged challenged(Challenge challenge) {
      return new Challenged(operation, challenge, sequence + 1);
    }

    Dispatched dispatched(Transaction transaction) {
      return new Dispatched(operation, transaction, sequence + 1);
    }
  }

  /**
   * A challenge waits to be retrieved.
   *
   * @param notifiedAt when the user's devices were last told so
   */
  record Challenged(
      Operation operation, Challenge challenge, Optional<Instant> notifiedAt, long sequence)
      implements Open {

    /** One that no device was told of. */
    public Challenged(Operation operation, Challenge challenge, long sequence) {
      this(operation, challenge, Optional.empty(), sequence);
    }

    @Override
    public Optional<Challenge> issued() {
      return Optional.of(challenge);
    }

    Challenged notified(Instant at) {
      return new Challenged(operation, challenge, Optional.of(at), sequence + 1);
    }

    Retrieved retrieved(String serialNumber) {
      return new Retrieved(operation, challenge, serialNumber, 0, sequence + 1);
    }
  }

  /** A device holds the challenge. */
  record Retrieved(
      Operation operation,
      Challenge challenge,
      String serialNumber,
      int failedProofs,
      long sequence)
      implements Asked {
    @Override
    public Optional<Challenge> issued() {
      return Optional.of(challenge);
    }

    @Override
    public Optional<String> retrievingDevice() {
      return Optional.of(serialNumber);
    }

    @Override
    public int failures() {
      return failedProofs;
    }

    Retrieved proofRejected() {
      return new Retrieved(operation, challenge, serialNumber, failedProofs + 1, sequence + 1);
    }
  }

  /** An operation at its provider. */
  sealed interface AtProvider extends Failable {
    Transaction transaction();

    /** The same state with the transaction as it is now. */
    AtProvider with(Transaction changed);

    @Override
    default Optional<Transaction> begun() {
      return Optional.of(transaction());
    }

    /** The provider is asked how it stands. */
    default AtProvider statusRequested(Instant nextStepAt) {
      return with(transaction().dispatched(Optional.of(nextStepAt)));
    }

    /** The next step is put off. */
    default AtProvider scheduled(Instant nextStepAt) {
      return with(transaction().scheduled(nextStepAt));
    }

    /** Closes the operation: the provider does not carry it out. */
    default Closed refused(ProviderRefusal refusal, String code, Instant decidedAt) {
      return Closed.of(this, refusal.outcome(), refusal.reason(), Optional.of(code), decidedAt);
    }
  }

  /** The provider was called, or is about to be. */
  record Dispatched(Operation operation, Transaction transaction, long sequence)
      implements AtProvider {
    @Override
    public Dispatched with(Transaction changed) {
      return new Dispatched(operation, changed, sequence + 1);
    }

    Dispatched restarted() {
      return with(transaction.dispatched(Optional.empty()));
    }

    AwaitingUser accepted(Optional<String> reference, Optional<String> code, Instant nextStepAt) {
      return new AwaitingUser(
          operation, transaction.accepted(reference, code, nextStepAt), sequence + 1);
    }

    UnknownAtProvider answerLost(Instant nextStepAt) {
      return new UnknownAtProvider(operation, transaction.scheduled(nextStepAt), sequence + 1);
    }
  }

  /** Whether the provider has the operation is not known; it is asked, and never told again. */
  record UnknownAtProvider(Operation operation, Transaction transaction, long sequence)
      implements AtProvider {
    @Override
    public UnknownAtProvider with(Transaction changed) {
      return new UnknownAtProvider(operation, changed, sequence + 1);
    }

    AwaitingUser accepted(Optional<String> reference, Optional<String> code, Instant nextStepAt) {
      return new AwaitingUser(
          operation, transaction.accepted(reference, code, nextStepAt), sequence + 1);
    }
  }

  /** The provider asks the user. */
  record AwaitingUser(Operation operation, Transaction transaction, long sequence)
      implements AtProvider, Asked {
    @Override
    public AwaitingUser with(Transaction changed) {
      return new AwaitingUser(operation, changed, sequence + 1);
    }
  }

  /**
   * The operation has its outcome and never changes again.
   *
   * @param providerCode why the provider did not carry it out, in its own words
   */
  record Closed(
      Operation operation,
      Optional<Challenge> challenge,
      Optional<Transaction> transaction,
      Optional<String> serialNumber,
      int failedProofs,
      ResultOutcome outcome,
      Reason reason,
      Optional<String> providerCode,
      Instant decidedAt,
      long sequence)
      implements OperationState {
    private static Closed of(Open open, ResultOutcome outcome, Reason reason, Instant decidedAt) {
      return of(open, outcome, reason, Optional.empty(), decidedAt);
    }

    private static Closed of(
        Open open,
        ResultOutcome outcome,
        Reason reason,
        Optional<String> providerCode,
        Instant decidedAt) {
      return new Closed(
          open.operation(),
          open.issued(),
          open.begun(),
          open.retrievingDevice(),
          open.failures(),
          outcome,
          reason,
          providerCode,
          decidedAt,
          open.sequence() + 1);
    }
  }
}
