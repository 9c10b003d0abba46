package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.ChangeMobileSignature;
import dev.assent.processor.decision.Command.ChangePushAddress;
import dev.assent.processor.decision.Command.ClaimOperation;
import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.DeleteMobileSignature;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.HandOverOperation;
import dev.assent.processor.decision.Command.NotifyDevices;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides commands. Refuses early, in the order of {@link Reason}, then says what happens. */
public final class Decider {
  private Decider() {}

  /** What comes of the command in this state, given the facts. Total and pure. */
  public static Decision decide(State state, Command command, Facts facts) {
    return switch (command) {
      case CreateOperation create -> Creation.create(state, create, facts);
      case ClaimOperation claim -> Claiming.claim(state, claim, facts);
      case HandOverOperation handOver -> Claiming.handOver(state, handOver);
      case RetrieveChallenge retrieve -> Consent.retrieve(state, retrieve, facts);
      case SubmitProof submit -> Consent.submit(state, submit, facts);
      case DeclineOperation decline -> Consent.decline(state, decline, facts);
      case RecordOutcome outcome -> ProviderSteps.record(state, outcome, facts);
      case ContinueOperation _ -> ProviderSteps.proceed(state, facts);
      case NotifyDevices notify -> Notifying.again(state, notify, facts);
      case CancelOperation cancel -> cancel(state, cancel, facts);
      case ExpireOperation _ -> expire(state, facts);
      case RegisterDevice register -> Enrolment.register(state.user(), register);
      case ChangePushAddress change -> Enrolment.change(state.user(), change);
      case RegisterProviderCredential register -> Enrolment.register(state.user(), register);
      case CreateMobileSignature create -> MobileEnrolment.create(state.user(), create, facts);
      case ChangeMobileSignature change -> MobileEnrolment.change(state.user(), change);
      case DeleteMobileSignature delete -> MobileEnrolment.delete(state.user(), delete);
      case RevokeCredential revoke -> Enrolment.revoke(state.user(), revoke);
      case UnlockUser _ -> Enrolment.unlock(state.user());
    };
  }

  private static Decision cancel(State state, CancelOperation cancel, Facts facts) {
    return switch (state.operation()) {
      case Absent _ -> refused(Reason.OPERATION_UNKNOWN);
      case Closed _ -> refused(Reason.OPERATION_CLOSED);
      case Open open when open.operation().isPastDeadline(cancel.receivedAt()) ->
          tooLate(state, cancel.receivedAt(), facts);
      case Open _ -> accepted(new OperationChanged(), new OperationCancelled(cancel.receivedAt()));
    };
  }

  private static Decision expire(State state, Facts facts) {
    return switch (state.operation()) {
      case Open open when open.operation().isPastDeadline(facts.now()) ->
          accepted(new NothingToDo(), expiry(state, facts.now(), facts));
      case Absent _, Open _, Closed _ -> accepted(new NothingToDo());
    };
  }

  /** The command came after the deadline: the operation expires here and now. */
  static Decision tooLate(State state, Instant at, Facts facts) {
    return refused(Reason.DEADLINE_PASSED, expiry(state, at, facts));
  }

  /** The operation expires, which may be once too often. */
  static List<Event> expiry(State state, Instant at, Facts facts) {
    List<Event> events = new ArrayList<>();
    events.add(new OperationExpired(at));
    UserRules.coolDown(state.user().standing().refusals() + 1, facts.policy(), at)
        .ifPresent(events::add);
    return events;
  }
}
