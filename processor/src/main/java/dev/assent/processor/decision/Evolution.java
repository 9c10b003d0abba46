package dev.assent.processor.decision;

import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.DeviceRegistered;
import dev.assent.processor.decision.Event.DeviceRevoked;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationClosed;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.util.List;

/** How events change the state. An event that the state cannot have is a broken invariant. */
public final class Evolution {
  private Evolution() {}

  /** The state after the events, in their order. */
  public static State evolve(State state, List<Event> events) {
    State current = state;
    for (Event event : events) {
      current = evolve(current, event);
    }
    return current;
  }

  /**
   * The state after the event.
   *
   * @throws IllegalStateException where the state does not offer the event
   */
  public static State evolve(State state, Event event) {
    UserState user = state.user().next();
    return switch (event) {
      case OperationCreated created when state.operation() instanceof Absent absent ->
          new State(user.withOpenOperations(1), absent.created(created.operation()));
      case ChallengeIssued issued when state.operation() instanceof Pending pending ->
          new State(user, pending.challenged(issued.challenge()));
      case ChallengeRetrieved retrieved when state.operation() instanceof Challenged challenged ->
          new State(user, challenged.retrieved(retrieved.serialNumber()));
      case ProofRejected _ when state.operation() instanceof Retrieved retrieved ->
          new State(user, retrieved.proofRejected());
      case OperationApproved approved when state.operation() instanceof Retrieved retrieved ->
          closed(user, retrieved, approved);
      case OperationFailed failed when state.operation() instanceof Open open ->
          closed(user, open, failed);
      case OperationCancelled cancelled when state.operation() instanceof Open open ->
          closed(user, open, cancelled);
      case OperationExpired expired when state.operation() instanceof Open open ->
          closed(user, open, expired);
      case DeviceRegistered registered when !known(user, registered.device().serialNumber()) ->
          new State(user.with(registered.device()), state.operation());
      case DeviceRevoked revoked when user.activeDevice(revoked.serialNumber()).isPresent() ->
          new State(
              user.with(user.devices().get(revoked.serialNumber()).revoked(revoked.revokedAt())),
              state.operation());
      case OperationCreated _,
          ChallengeIssued _,
          ChallengeRetrieved _,
          ProofRejected _,
          OperationApproved _,
          OperationFailed _,
          OperationCancelled _,
          OperationExpired _,
          DeviceRegistered _,
          DeviceRevoked _ ->
          throw new IllegalStateException(
              event.getClass().getSimpleName()
                  + " cannot happen in "
                  + state.operation().getClass().getSimpleName());
    };
  }

  private static State closed(UserState user, Open open, OperationClosed event) {
    Closed closed =
        switch (event) {
          case OperationApproved _ ->
              open.closed(ResultOutcome.APPROVED, Reason.PROOF_VERIFIED, event.decidedAt());
          case OperationFailed failed ->
              open.closed(ResultOutcome.FAILED, failed.reason(), event.decidedAt());
          case OperationCancelled _ ->
              open.closed(
                  ResultOutcome.CANCELLED, Reason.CANCELLED_BY_RELYING_PARTY, event.decidedAt());
          case OperationExpired _ ->
              open.closed(ResultOutcome.EXPIRED, Reason.DEADLINE_PASSED, event.decidedAt());
        };
    return new State(user.withOpenOperations(-1), closed);
  }

  private static boolean known(UserState user, String serialNumber) {
    return user.devices().containsKey(serialNumber);
  }
}
