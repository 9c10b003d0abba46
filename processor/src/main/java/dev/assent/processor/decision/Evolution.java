package dev.assent.processor.decision;

import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.CredentialRegistered;
import dev.assent.processor.decision.Event.CredentialRevoked;
import dev.assent.processor.decision.Event.DevicesNotified;
import dev.assent.processor.decision.Event.MobileSignatureChanged;
import dev.assent.processor.decision.Event.NextStepScheduled;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationDisowned;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.OperationHandedOver;
import dev.assent.processor.decision.Event.OperationSuperseded;
import dev.assent.processor.decision.Event.ProofKeyAdvanced;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Event.ProviderAccepted;
import dev.assent.processor.decision.Event.ProviderAnswerLost;
import dev.assent.processor.decision.Event.ProviderRefused;
import dev.assent.processor.decision.Event.PushAddressChanged;
import dev.assent.processor.decision.Event.StatusRequested;
import dev.assent.processor.decision.Event.TransactionQueued;
import dev.assent.processor.decision.Event.TransactionRestarted;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.processor.decision.Event.UserUnlocked;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Asked;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.AwaitingUser;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.Failable;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.processor.decision.OperationState.UnknownAtProvider;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
  public static State evolve(State before, Event event) {
    State state = before.with(before.user().next());
    return switch (event) {
      case OperationCreated created when state.operation() instanceof Absent absent ->
          state.with(state.user().opened(created.operation()), absent.created(created.operation()));
      case ChallengeIssued issued when state.operation() instanceof Pending pending ->
          changed(state, pending.challenged(issued.challenge()));
      case DevicesNotified notified when state.operation() instanceof Challenged challenged ->
          changed(state, challenged.notified(notified.at()));
      case ChallengeRetrieved retrieved when state.operation() instanceof Challenged challenged ->
          changed(state, challenged.retrieved(retrieved.serialNumber()));
      case ProofRejected rejected when state.operation() instanceof Retrieved retrieved ->
          state.with(rejected(state.user(), rejected.serialNumber()), retrieved.proofRejected());
      case TransactionStarted started when state.operation() instanceof Pending pending ->
          called(state, pending.dispatched(started.transaction()));
      case TransactionQueued queued when state.operation() instanceof Pending pending ->
          changed(state, pending.dispatched(queued.transaction()));
      case TransactionRestarted _ when state.operation() instanceof Dispatched dispatched ->
          called(state, dispatched.restarted());
      case StatusRequested requested when state.operation() instanceof AtProvider open ->
          changed(state, open.statusRequested(requested.nextStepAt()));
      case NextStepScheduled scheduled when state.operation() instanceof AtProvider open ->
          changed(state, open.scheduled(scheduled.nextStepAt()));
      case ProviderAccepted accepted when state.operation() instanceof Dispatched dispatched ->
          changed(
              state,
              dispatched.accepted(
                  accepted.providerReference(),
                  accepted.verificationCode(),
                  accepted.nextStepAt()));
      case ProviderAccepted accepted when state.operation() instanceof UnknownAtProvider unknown ->
          changed(
              state,
              unknown.accepted(
                  accepted.providerReference(),
                  accepted.verificationCode(),
                  accepted.nextStepAt()));
      case ProviderAnswerLost lost when state.operation() instanceof Dispatched dispatched ->
          changed(state, dispatched.answerLost(lost.nextStepAt()));
      case OperationHandedOver _ when state.operation() instanceof Pending pending ->
          state.with(state.user().closed(pending.operation()), new Absent());
      case OperationApproved approved when state.operation() instanceof Asked asked ->
          closed(state, proved(state.user(), asked), asked.approved(approved.decidedAt()));
      case OperationDeclined declined when state.operation() instanceof Asked asked ->
          closed(
              state,
              refused(state.user()),
              asked.declined(declined.reason(), declined.decidedAt()));
      case OperationDisowned disowned when state.operation() instanceof Asked asked ->
          closed(
              state,
              refused(state.user()),
              asked.declined(Reason.DISOWNED_BY_USER, disowned.decidedAt()));
      case OperationFailed failed when state.operation() instanceof Failable open ->
          closed(state, state.user(), open.failed(failed.reason(), failed.decidedAt()));
      case ProviderRefused refused when state.operation() instanceof AtProvider open ->
          closed(
              state,
              refused.refusal() == ProviderRefusal.EXPIRED ? refused(state.user()) : state.user(),
              open.refused(refused.refusal(), refused.code(), refused.decidedAt()));
      case OperationCancelled cancelled when state.operation() instanceof Open open ->
          closed(
              state,
              state.user(),
              open.cancelled(Reason.CANCELLED_BY_RELYING_PARTY, cancelled.decidedAt()));
      case OperationExpired expired when state.operation() instanceof Open open ->
          closed(state, refused(state.user()), open.expired(expired.decidedAt()));
      case OperationSuperseded superseded
          when state.rival().orElse(null) instanceof Open rival
              && rival.operation().operationId().equals(superseded.operationId()) ->
          new State(
              state.user().closed(rival.operation()),
              state.operation(),
              Optional.of(superseded(rival, superseded.decidedAt())));
      case UserLocked locked ->
          state.with(state.user().with(state.user().standing().lockedUntil(locked.until())));
      case CoolDownStarted started ->
          state.with(state.user().with(state.user().standing().coolDownUntil(started.until())));
      case UserUnlocked _ -> state.with(state.user().with(Standing.GOOD));
      case CredentialRegistered registered
          when isFree(state.user(), registered.credential().id()) ->
          state.with(state.user().with(registered.credential()));
      case MobileSignatureChanged changed
          when state.user().credentials().get(MobileSignature.ID) instanceof MobileSignature ->
          state.with(state.user().with(changed.signature()));
      case CredentialRevoked revoked when isActive(state.user(), revoked.credentialId()) ->
          state.with(revoked(state.user(), revoked));
      case PushAddressChanged moved when isActive(state.user(), moved.serialNumber()) ->
          state.with(moved(state.user(), moved));
      case ProofKeyAdvanced advanced
          when state.user().device(advanced.serialNumber()).isPresent() ->
          state.with(advanced(state.user(), advanced));
      case OperationCreated _,
          ChallengeIssued _,
          DevicesNotified _,
          ChallengeRetrieved _,
          ProofRejected _,
          TransactionStarted _,
          TransactionQueued _,
          TransactionRestarted _,
          StatusRequested _,
          NextStepScheduled _,
          ProviderAccepted _,
          ProviderAnswerLost _,
          OperationHandedOver _,
          OperationApproved _,
          OperationDeclined _,
          OperationDisowned _,
          OperationFailed _,
          ProviderRefused _,
          OperationCancelled _,
          OperationExpired _,
          OperationSuperseded _,
          CredentialRegistered _,
          MobileSignatureChanged _,
          CredentialRevoked _,
          PushAddressChanged _,
          ProofKeyAdvanced _ ->
          throw new IllegalStateException(
              event.getClass().getSimpleName()
                  + " cannot happen in "
                  + state.operation().getClass().getSimpleName());
    };
  }

  private static State changed(State state, OperationState operation) {
    return state.with(state.user(), operation);
  }

  private static State called(State state, Dispatched dispatched) {
    Operation operation = dispatched.operation();
    return operation.terms().channel() == Channel.MSSP
        ? state.with(state.user().rings(operation), dispatched)
        : changed(state, dispatched);
  }

  /** No provider takes a request back: a phone goes on asking for what was cancelled. */
  private static State closed(State state, UserState user, Closed closed) {
    UserState left = user.closed(closed.operation());
    return state.with(
        closed.outcome() == ResultOutcome.CANCELLED ? left : left.silent(closed.operation()),
        closed);
  }

  /**
   * An approval makes good for refusals; one on a device for failed proofs too. It never lifts a
   * lock: that takes time or the tenant.
   */
  private static UserState proved(UserState user, Asked asked) {
    return switch (asked) {
      case Retrieved retrieved -> {
        UserState good = user.with(user.standing().proved());
        yield good.device(retrieved.serialNumber())
            .filter(device -> device.status().failedProofs() > 0)
            .map(device -> good.with(device.with(device.status().proved())))
            .orElse(good);
      }
      case AwaitingUser _ -> user.with(user.standing().approvedElsewhere());
    };
  }

  private static UserState rejected(UserState user, String serialNumber) {
    UserState counted = user.with(user.standing().proofRejected());
    return counted
        .device(serialNumber)
        .map(device -> counted.with(device.with(device.status().failed())))
        .orElse(counted);
  }

  /**
   * What is superseded after its deadline has expired, and its timer only did not come yet. Asked
   * anew, the user did not ignore it: it is not held against the user.
   */
  private static Closed superseded(Open rival, Instant at) {
    return rival.operation().isPastDeadline(at)
        ? rival.expired(at)
        : rival.cancelled(Reason.SUPERSEDED, at);
  }

  private static UserState refused(UserState user) {
    return user.with(user.standing().refused());
  }

  private static boolean isFree(UserState user, String credentialId) {
    Credential known = user.credentials().get(credentialId);
    return known == null || known instanceof FormerMobileSignature;
  }

  private static boolean isActive(UserState user, String credentialId) {
    Credential known = user.credentials().get(credentialId);
    return known != null && known.status().active();
  }

  private static UserState revoked(UserState user, CredentialRevoked revoked) {
    Credential known = user.credentials().get(revoked.credentialId());
    CredentialStatus status = known.status().revoked(revoked.revokedAt());
    return user.with(
        switch (known) {
          case MobileSignature _, FormerMobileSignature _ -> new FormerMobileSignature(status);
          case Device device -> device.at(Optional.empty()).with(status);
          case ProviderCredential _ -> known.with(status);
        });
  }

  private static UserState moved(UserState user, PushAddressChanged moved) {
    Device device = user.device(moved.serialNumber()).orElseThrow();
    return user.with(device.at(moved.address()).with(device.status().next()));
  }

  private static UserState advanced(UserState user, ProofKeyAdvanced advanced) {
    Device device = user.device(advanced.serialNumber()).orElseThrow();
    return user.with(device.with(advanced.proofKey()).with(device.status().next()));
  }
}
