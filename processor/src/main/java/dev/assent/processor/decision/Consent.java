package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationDisowned;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofKeyAdvanced;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The user's consent or refusal on a device. */
final class Consent {
  private Consent() {}

  static Decision retrieve(State state, RetrieveChallenge retrieve, Facts facts) {
    boolean abandoned =
        retrieve.abandonedAt().map(deadline -> facts.now().isAfter(deadline)).orElse(false);
    if (abandoned) {
      return refused(Reason.ABANDONED);
    }
    Instant at = retrieve.receivedAt();
    Optional<Device> device = state.user().usableDevice(retrieve.serialNumber(), at);
    if (device.isEmpty() || !isNamed(state.operation(), retrieve.challengeKey())) {
      return refused(Reason.CHALLENGE_UNKNOWN);
    }
    return switch (state.operation()) {
      case Absent _, Pending _, AtProvider _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Closed closed when closed.outcome() == ResultOutcome.EXPIRED ->
          refused(Reason.DEADLINE_PASSED);
      case Closed _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Open open when open.operation().isPastDeadline(at) -> Decider.tooLate(state, at, facts);
      case Open open when open.operation().isOlderThan(retrieve.maximumAge(), at) ->
          refused(Reason.DEADLINE_PASSED);
      case Retrieved _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Challenged challenged -> handOut(state.user(), challenged, device.get(), at);
    };
  }

  private static Decision handOut(
      UserState user, Challenged challenged, Device device, Instant at) {
    Operation operation = challenged.operation();
    if (!device.canProve(operation.terms().kind(), operation.acceptedKinds())) {
      return refused(Reason.CHALLENGE_UNKNOWN);
    }
    return user.standing()
        .lock(at)
        .map(until -> Decision.refusedUntil(until, Reason.USER_LOCKED))
        .orElseGet(
            () ->
                accepted(
                    new ChallengeHandedOut(
                        challenged.challenge().key(),
                        challenged.challenge().document(operation),
                        device.encryptionKey()),
                    new ChallengeRetrieved(device.serialNumber())));
  }

  static Decision submit(State state, SubmitProof submit, Facts facts) {
    Presented presented =
        new Presented(
            submit.challengeKey(), submit.receivedAt(), submit.maximumAge(), Optional.empty());
    return answer(
        state, presented, facts, retrieved -> prove(state.user(), retrieved, submit, facts));
  }

  static Decision decline(State state, DeclineOperation decline, Facts facts) {
    Presented presented =
        new Presented(
            decline.challengeKey(), decline.receivedAt(), Optional.empty(), decline.serialNumber());
    return answer(
        state, presented, facts, retrieved -> refuse(state.user(), retrieved, decline, facts));
  }

  /**
   * What a device answers, apart from what it says.
   *
   * @param maximumAge of the operation, where the asker has one
   * @param holder the device that says it retrieved the challenge, where it says so
   */
  private record Presented(
      ChallengeKey challengeKey,
      Instant at,
      Optional<Duration> maximumAge,
      Optional<String> holder) {

    boolean isNotHeld(Open open) {
      return holder.isPresent() && !holder.equals(open.retrievingDevice());
    }
  }

  /** What every answer of a device has to pass before it is looked at. */
  private static Decision answer(
      State state, Presented presented, Facts facts, Function<Retrieved, Decision> verify) {
    Instant at = presented.at();
    if (!isNamed(state.operation(), presented.challengeKey())) {
      return refused(Reason.CHALLENGE_UNKNOWN);
    }
    return switch (state.operation()) {
      case Absent _, Pending _, AtProvider _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Closed closed when closed.outcome() == ResultOutcome.EXPIRED ->
          refused(Reason.DEADLINE_PASSED);
      case Closed _ -> refused(Reason.OPERATION_CLOSED);
      case Open open when open.operation().isPastDeadline(at) -> Decider.tooLate(state, at, facts);
      case Open open when open.operation().isOlderThan(presented.maximumAge(), at) ->
          refused(Reason.DEADLINE_PASSED);
      case Open open when presented.isNotHeld(open) -> refused(Reason.CHALLENGE_NOT_HELD);
      case Challenged _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Retrieved retrieved ->
          state
              .user()
              .standing()
              .lock(at)
              .map(until -> Decision.refusedUntil(until, Reason.USER_LOCKED))
              .orElseGet(() -> verify.apply(retrieved));
    };
  }

  /**
   * Barrier: the only place that approves an operation of a device. The bytes are recomputed from
   * the committed state, and the key is the one that the retrieving device has now.
   */
  private static Decision prove(
      UserState user, Retrieved retrieved, SubmitProof submit, Facts facts) {
    Instant at = submit.receivedAt();
    ChallengeDocument document = retrieved.challenge().document(retrieved.operation());
    Statement statement = new Statement.Approval(document, retrieved.operation().matchingValue());
    return switch (Verification.verify(user, retrieved, statement, submit.proof(), at, facts)) {
      case Verification.Verified(Evidence evidence, Optional<ProofKey> advanced) -> {
        List<Event> events = new ArrayList<>();
        advanced.ifPresent(key -> events.add(new ProofKeyAdvanced(retrieved.serialNumber(), key)));
        events.add(new OperationApproved(evidence, at));
        yield accepted(new ProofAccepted(retrieved.serialNumber()), events);
      }
      case Verification.NotVerified(Optional<ProofKey> advanced) ->
          rejected(user, retrieved, advanced, at, facts.policy());
    };
  }

  /** A refusal is believed like an approval: only the holder of the challenge can refuse. */
  private static Decision refuse(
      UserState user, Retrieved retrieved, DeclineOperation decline, Facts facts) {
    Instant at = decline.receivedAt();
    ChallengeDocument document = retrieved.challenge().document(retrieved.operation());
    Statement statement = new Statement.Refusal(document, decline.reason());
    return switch (Verification.verify(user, retrieved, statement, decline.proof(), at, facts)) {
      case Verification.Verified(Evidence evidence, Optional<ProofKey> advanced) -> {
        List<Event> events = new ArrayList<>();
        advanced.ifPresent(key -> events.add(new ProofKeyAdvanced(retrieved.serialNumber(), key)));
        events.addAll(refusal(user, decline.reason(), evidence, at, facts.policy()));
        yield accepted(new OperationChanged(), events);
      }
      case Verification.NotVerified _ when isUncounted(user, retrieved, decline) ->
          refused(Reason.PROOF_INVALID);
      case Verification.NotVerified(Optional<ProofKey> advanced) ->
          rejected(user, retrieved, advanced, at, facts.policy());
    };
  }

  /**
   * A cancellation by the device that it names changes no counters. A response of few digits could
   * be guessed and is counted all the same (security requirement OC-8).
   */
  private static boolean isUncounted(
      UserState user, Retrieved retrieved, DeclineOperation decline) {
    return decline.serialNumber().isPresent()
        && user.device(retrieved.serialNumber()).map(Device::proofKey).orElse(null)
            instanceof ProofKey.Signing;
  }

  private static List<Event> refusal(
      UserState user, DeclineReason reason, Evidence evidence, Instant at, Policy policy) {
    List<Event> events = new ArrayList<>();
    switch (reason) {
      case UNWANTED ->
          events.add(new OperationDeclined(Reason.DECLINED_BY_USER, Optional.of(evidence), at));
      case DATA_INCORRECT ->
          events.add(new OperationDeclined(Reason.DATA_INCORRECT, Optional.of(evidence), at));
      case NOT_ME -> {
        events.add(new OperationDisowned(evidence, at));
        events.add(new UserLocked(at.plus(policy.lockDuration())));
      }
    }
    UserRules.coolDown(user.standing().refusals() + 1, policy, at).ifPresent(events::add);
    return events;
  }

  /**
   * A proof that does not verify is counted for the device, the operation and the user. The one
   * that locks the user ends its operation too, so that a lock always has a result to be seen by.
   */
  private static Decision rejected(
      UserState user, Retrieved retrieved, Optional<ProofKey> advanced, Instant at, Policy policy) {
    List<Event> events = new ArrayList<>();
    events.add(new ProofRejected(retrieved.serialNumber()));
    advanced.ifPresent(key -> events.add(new ProofKeyAdvanced(retrieved.serialNumber(), key)));
    Optional<UserLocked> lock = UserRules.lock(user.standing().proofRejected(), policy, at);
    if (lock.isPresent()) {
      events.add(new OperationFailed(Reason.USER_LOCKED, at));
      events.add(lock.get());
      return new Decision(
          events, new Answer.Refused(Reason.USER_LOCKED, Optional.of(lock.get().until())));
    }
    if (retrieved.failedProofs() + 1 < retrieved.operation().maximumFailedProofs(policy)) {
      return refused(Reason.PROOF_INVALID, events);
    }
    events.add(new OperationFailed(Reason.TOO_MANY_FAILED_PROOFS, at));
    return refused(Reason.TOO_MANY_FAILED_PROOFS, events);
  }

  private static boolean isNamed(OperationState operation, ChallengeKey key) {
    return switch (operation) {
      case Absent _ -> false;
      case Open open -> open.issued().map(issued -> issued.key().equals(key)).orElse(false);
      case Closed closed -> closed.challenge().map(c -> c.key().equals(key)).orElse(false);
    };
  }
}
