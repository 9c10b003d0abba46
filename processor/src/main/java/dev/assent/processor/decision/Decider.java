package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.DeviceChanged;
import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeDevice;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.DeviceRegistered;
import dev.assent.processor.decision.Event.DeviceRevoked;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Facts.FreshChallenge;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides commands. Refuses early, in the order of {@link Reason}, then says what happens. */
public final class Decider {
  private Decider() {}

  /** What comes of the command in this state, given the facts. Total and pure. */
  public static Decision decide(State state, Command command, Facts facts) {
    return switch (command) {
      case CreateOperation create -> create(state, create, facts);
      case RetrieveChallenge retrieve -> retrieve(state, retrieve, facts);
      case SubmitProof submit -> submit(state, submit, facts);
      case CancelOperation cancel -> cancel(state.operation(), cancel);
      case ExpireOperation _ -> expire(state.operation(), facts);
      case RegisterDevice register -> register(state.user(), register);
      case RevokeDevice revoke -> revoke(state.user(), revoke);
    };
  }

  private static Decision create(State state, CreateOperation create, Facts facts) {
    Duration timeToLive = create.timeToLive().orElse(facts.policy().timeToLive());
    if (create.channel() != Channel.DEVICE || !Policy.isTimeToLive(timeToLive)) {
      return refused(Reason.INVALID_REQUEST);
    }
    if (!(state.operation() instanceof Absent)) {
      return refused(Reason.OPERATION_EXISTS);
    }
    if (!state.user().hasActiveDevice()) {
      return refused(Reason.NO_ELIGIBLE_CREDENTIAL);
    }
    if (state.user().openOperations() >= facts.policy().maximumPending()) {
      return refused(Reason.TOO_MANY_PENDING);
    }
    Operation operation =
        new Operation(
            state.user().key(),
            create.operationId(),
            create.externalUserId(),
            create.kind(),
            create.channel(),
            create.displayData(),
            create.receivedAt(),
            create.receivedAt().plus(timeToLive),
            create.origin(),
            create.claimVersion());
    FreshChallenge fresh = facts.freshChallenge().get();
    return accepted(
        new OperationChanged(),
        new OperationCreated(operation),
        new ChallengeIssued(new Challenge(fresh.challengeKey(), fresh.nonce())));
  }

  private static Decision retrieve(State state, RetrieveChallenge retrieve, Facts facts) {
    boolean abandoned =
        retrieve.abandonedAt().map(deadline -> facts.now().isAfter(deadline)).orElse(false);
    if (abandoned) {
      return refused(Reason.ABANDONED);
    }
    Optional<Device> device = state.user().activeDevice(retrieve.serialNumber());
    if (device.isEmpty() || !isNamed(state.operation(), retrieve.challengeKey())) {
      return refused(Reason.CHALLENGE_UNKNOWN);
    }
    return switch (state.operation()) {
      case Absent _, Pending _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Closed closed when closed.outcome() == ResultOutcome.EXPIRED ->
          refused(Reason.DEADLINE_PASSED);
      case Closed _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Open open when open.operation().isPastDeadline(retrieve.receivedAt()) ->
          expired(retrieve.receivedAt());
      case Retrieved _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Challenged challenged ->
          accepted(
              new ChallengeHandedOut(
                  challenged.challenge().key(),
                  challenged.challenge().document(challenged.operation()),
                  device.get().encryptionKey()),
              new ChallengeRetrieved(retrieve.serialNumber()));
    };
  }

  private static Decision submit(State state, SubmitProof submit, Facts facts) {
    if (!isNamed(state.operation(), submit.challengeKey())) {
      return refused(Reason.CHALLENGE_UNKNOWN);
    }
    return switch (state.operation()) {
      case Absent _, Pending _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Closed closed when closed.outcome() == ResultOutcome.EXPIRED ->
          refused(Reason.DEADLINE_PASSED);
      case Closed _ -> refused(Reason.OPERATION_CLOSED);
      case Open open when open.operation().isPastDeadline(submit.receivedAt()) ->
          expired(submit.receivedAt());
      case Challenged _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Retrieved retrieved -> prove(state.user(), retrieved, submit, facts.policy());
    };
  }

  /**
   * Barrier: the only place that approves. The bytes are recomputed from the committed state, and
   * the key is the one that the retrieving device has now.
   */
  private static Decision prove(
      UserState user, Retrieved retrieved, SubmitProof submit, Policy policy) {
    ChallengeDocument document = retrieved.challenge().document(retrieved.operation());
    Optional<Device> device = user.activeDevice(retrieved.serialNumber());
    boolean verified =
        device
            .map(
                signer ->
                    submit
                        .proof()
                        .verifies(signer.signingKey(), ApprovalDigest.of(document.canonical())))
            .orElse(false);
    if (verified) {
      return accepted(
          new ProofAccepted(retrieved.serialNumber()),
          new OperationApproved(
              new Evidence(document, submit.proof(), device.get()), submit.receivedAt()));
    }
    if (retrieved.failedProofs() + 1 < policy.maximumFailedProofs()) {
      return refused(Reason.PROOF_INVALID, new ProofRejected());
    }
    return refused(
        Reason.TOO_MANY_FAILED_PROOFS,
        new ProofRejected(),
        new OperationFailed(Reason.TOO_MANY_FAILED_PROOFS, submit.receivedAt()));
  }

  private static Decision cancel(OperationState operation, CancelOperation cancel) {
    return switch (operation) {
      case Absent _ -> refused(Reason.OPERATION_UNKNOWN);
      case Closed _ -> refused(Reason.OPERATION_CLOSED);
      case Open open when open.operation().isPastDeadline(cancel.receivedAt()) ->
          expired(cancel.receivedAt());
      case Open _ -> accepted(new OperationChanged(), new OperationCancelled(cancel.receivedAt()));
    };
  }

  private static Decision expire(OperationState operation, Facts facts) {
    return switch (operation) {
      case Open open when open.operation().isPastDeadline(facts.now()) ->
          accepted(new NothingToDo(), new OperationExpired(facts.now()));
      case Absent _, Open _, Closed _ -> accepted(new NothingToDo());
    };
  }

  private static Decision register(UserState user, RegisterDevice register) {
    Device known = user.devices().get(register.serialNumber());
    if (known != null) {
      return known.active() && known.hasKeys(register.signingKey(), register.encryptionKey())
          ? accepted(new DeviceChanged(known.serialNumber()))
          : refused(Reason.DEVICE_EXISTS);
    }
    if (user.devices().size() >= UserState.MOST_DEVICES) {
      return refused(Reason.TOO_MANY_DEVICES);
    }
    Device device =
        new Device(
            register.serialNumber(),
            register.signingKey(),
            register.encryptionKey(),
            register.receivedAt(),
            Optional.empty(),
            1);
    return accepted(new DeviceChanged(device.serialNumber()), new DeviceRegistered(device));
  }

  private static Decision revoke(UserState user, RevokeDevice revoke) {
    Device device = user.devices().get(revoke.serialNumber());
    if (device == null) {
      return refused(Reason.DEVICE_UNKNOWN);
    }
    return device.active()
        ? accepted(
            new DeviceChanged(revoke.serialNumber()),
            new DeviceRevoked(revoke.serialNumber(), revoke.receivedAt()))
        : accepted(new DeviceChanged(revoke.serialNumber()));
  }

  private static Decision expired(Instant at) {
    return refused(Reason.DEADLINE_PASSED, new OperationExpired(at));
  }

  private static boolean isNamed(OperationState operation, ChallengeKey key) {
    return switch (operation) {
      case Absent _ -> false;
      case Open open -> open.issued().map(issued -> issued.key().equals(key)).orElse(false);
      case Closed closed -> closed.challenge().map(c -> c.key().equals(key)).orElse(false);
    };
  }
}
