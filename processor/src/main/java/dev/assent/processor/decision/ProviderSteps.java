package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;

import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.MobileSignatureChanged;
import dev.assent.processor.decision.Event.NextStepScheduled;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProviderAccepted;
import dev.assent.processor.decision.Event.ProviderAnswerLost;
import dev.assent.processor.decision.Event.ProviderRefused;
import dev.assent.processor.decision.Event.StatusRequested;
import dev.assent.processor.decision.Event.TransactionRestarted;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.AwaitingUser;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.UnknownAtProvider;
import dev.assent.processor.decision.ProviderOutcome.Accepted;
import dev.assent.processor.decision.ProviderOutcome.AnswerLost;
import dev.assent.processor.decision.ProviderOutcome.Declined;
import dev.assent.processor.decision.ProviderOutcome.Refused;
import dev.assent.processor.decision.ProviderOutcome.Signed;
import dev.assent.processor.decision.ProviderOutcome.StillPending;
import dev.assent.processor.decision.ProviderOutcome.Unaware;
import dev.assent.processor.decision.ProviderOutcome.Unreachable;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An operation at its provider. The user's phone rings once: a start is sent again only where the
 * call certainly did not get there, and where that is not certain the provider is asked.
 */
final class ProviderSteps {
  private ProviderSteps() {}

  static Decision record(State state, RecordOutcome outcome, Facts facts) {
    if (!(state.operation() instanceof AtProvider open)
        || !open.transaction().transactionId().equals(outcome.transactionId())
        || isStale(open.transaction(), outcome)) {
      return accepted(new NothingToDo());
    }
    if (open.operation().isPastDeadline(outcome.receivedAt())) {
      return accepted(new NothingToDo(), Decider.expiry(state, outcome.receivedAt(), facts));
    }
    return accepted(
        new NothingToDo(),
        switch (open) {
          case Dispatched dispatched -> started(state, dispatched, outcome, facts);
          case UnknownAtProvider unknown -> found(state, unknown, outcome, facts);
          case AwaitingUser awaiting -> answered(state, awaiting, outcome, facts);
        });
  }

  /**
   * What a call came to says nothing once another was made: a call that did not get there must not
   * have the one after it made again. What the provider or the user said holds whenever it comes.
   */
  private static boolean isStale(Transaction transaction, RecordOutcome outcome) {
    return switch (outcome.outcome()) {
      case Unreachable _, AnswerLost _, StillPending _, Unaware _ ->
          outcome.attempt() != transaction.attempt();
      case Accepted _, Signed _, Declined _, Refused _ -> false;
    };
  }

  private static List<Event> started(
      State state, Dispatched dispatched, RecordOutcome outcome, Facts facts) {
    return switch (outcome.outcome()) {
      case Accepted accepted ->
          List.of(
              new ProviderAccepted(
                  accepted.providerReference(),
                  accepted.verificationCode(),
                  Pacing.poll(facts.now(), accepted.pollAfter())));
      case StillPending pending -> List.of(found(pending.pollAfter(), facts));
      case Signed _, Declined _ -> foundAndAnswered(state, dispatched, outcome, facts);
      case Refused refused -> refused(state, refused, outcome.receivedAt(), facts);
      case Unaware _ -> List.of(new OperationFailed(Reason.PROVIDER_REFUSED, outcome.receivedAt()));
      case Unreachable _ -> List.of(new NextStepScheduled(retry(dispatched, facts)));
      case AnswerLost _ -> List.of(new ProviderAnswerLost(retry(dispatched, facts)));
    };
  }

  private static List<Event> found(
      State state, UnknownAtProvider unknown, RecordOutcome outcome, Facts facts) {
    return switch (outcome.outcome()) {
      case Accepted accepted ->
          List.of(
              new ProviderAccepted(
                  accepted.providerReference(),
                  accepted.verificationCode(),
                  Pacing.poll(facts.now(), accepted.pollAfter())));
      case StillPending pending -> List.of(found(pending.pollAfter(), facts));
      case Signed _, Declined _ -> foundAndAnswered(state, unknown, outcome, facts);
      case Refused refused -> refused(state, refused, outcome.receivedAt(), facts);
      case Unaware _ -> List.of(new OperationFailed(Reason.PROVIDER_REFUSED, outcome.receivedAt()));
      case Unreachable _, AnswerLost _ -> List.of(new NextStepScheduled(retry(unknown, facts)));
    };
  }

  private static List<Event> answered(
      State state, AwaitingUser awaiting, RecordOutcome outcome, Facts facts) {
    return switch (outcome.outcome()) {
      case Signed _, Declined _ -> answer(state, awaiting, outcome, facts);
      case StillPending pending ->
          List.of(new NextStepScheduled(Pacing.poll(facts.now(), pending.pollAfter())));
      case Refused refused -> refused(state, refused, outcome.receivedAt(), facts);
      case Unaware _ -> List.of(new OperationFailed(Reason.PROVIDER_REFUSED, outcome.receivedAt()));
      case Unreachable _, AnswerLost _ -> List.of(new NextStepScheduled(retry(awaiting, facts)));
      case Accepted _ -> List.of();
    };
  }

  /** An answer says that the provider had the operation, too. */
  private static List<Event> foundAndAnswered(
      State state, AtProvider open, RecordOutcome outcome, Facts facts) {
    List<Event> events = new ArrayList<>();
    events.add(found(Optional.empty(), facts));
    events.addAll(answer(state, open, outcome, facts));
    return events;
  }

  /** A user who let the provider's time run out ignored what was asked, as with our own. */
  private static List<Event> refused(State state, Refused refused, Instant at, Facts facts) {
    List<Event> events = new ArrayList<>();
    events.add(new ProviderRefused(refused.refusal(), refused.code(), at));
    if (refused.refusal() == ProviderRefusal.EXPIRED) {
      UserRules.coolDown(state.user().standing().refusals() + 1, facts.policy(), at)
          .ifPresent(events::add);
    }
    return events;
  }

  private static ProviderAccepted found(Optional<Duration> pollAfter, Facts facts) {
    return new ProviderAccepted(
        Optional.empty(), Optional.empty(), Pacing.poll(facts.now(), pollAfter));
  }

  /**
   * Barrier: the only place that approves an operation of a provider, and never on the provider's
   * word alone: the signature must verify over the bytes recomputed from our own record, by the
   * certificate that was bound to the user or one that the tenant's trust anchors vouch for.
   */
  private static List<Event> answer(
      State state, AtProvider open, RecordOutcome outcome, Facts facts) {
    Instant at = outcome.receivedAt();
    if (!(outcome.outcome() instanceof Signed(ProviderProof proof))) {
      List<Event> events = new ArrayList<>();
      events.add(new OperationDeclined(Reason.DECLINED_BY_USER, Optional.empty(), at));
      UserRules.coolDown(state.user().standing().refusals() + 1, facts.policy(), at)
          .ifPresent(events::add);
      return events;
    }
    ProviderTrust trust = facts.policy().providerTrust();
    Optional<Signer> found = signer(state.user(), open.transaction(), trust, at);
    if (found.isEmpty()) {
      return List.of(new OperationFailed(Reason.PROOF_INVALID, at));
    }
    Signer signer = found.get();
    Optional<SignerCertificate> registered = signer.signerCertificate();
    Optional<String> identificator = identificator(state.user(), signer, facts);
    if (registered.isEmpty() && identificator.isEmpty()) {
      return List.of(new OperationFailed(Reason.PROOF_INVALID, at));
    }
    ChallengeDocument document = open.transaction().document(open.operation());
    return switch (facts.proofs().verify(document, proof, registered, identificator, trust, at)) {
      case ProofVerdict.Verified _ when state.user().standing().lock(at).isPresent() ->
          // whoever said "it was not me" must not find that it was approved all the same
          List.of(new OperationFailed(Reason.USER_LOCKED, at));
      case ProofVerdict.Verified(String certificate) ->
          used(
              new OperationApproved(
                  new Evidence.ProviderSignature(
                      document, proof, signer.proofKinds().iterator().next(), open.transaction()),
                  at),
              signer,
              mobile -> mobile.succeeded(at, new SignerCertificate(certificate)));
      case ProofVerdict.Refused _ ->
          used(
              new OperationFailed(Reason.PROOF_INVALID, at),
              signer,
              mobile -> mobile.failed(at, facts.policy().mobile().maximumFailures()));
    };
  }

  /**
   * Whom an anchor vouches for is somebody, and not yet this user: the first certificate must be
   * about whom the credential names (security requirement EI-1).
   */
  private static Optional<String> identificator(UserState user, Signer signer, Facts facts) {
    return signer.signerCertificate().isPresent()
        ? Optional.empty()
        : signer
            .subscription()
            .map(MobileSubscription::identificator)
            .flatMap(encrypted -> facts.secrets().openIdentificator(user.key(), encrypted));
  }

  private static List<Event> used(
      Event event, Signer signer, UnaryOperator<MobileSignature> afterwards) {
    return signer instanceof MobileSignature mobile
        ? List.of(event, new MobileSignatureChanged(afterwards.apply(mobile)))
        : List.of(event);
  }

  /** A timer says that something is due at the provider. */
  static Decision proceed(State state, Facts facts) {
    if (!(state.operation() instanceof AtProvider open)
        || open.transaction().nextStepAt().map(facts.now()::isBefore).orElse(true)) {
      return accepted(new NothingToDo());
    }
    if (open.operation().isPastDeadline(facts.now())) {
      return accepted(new NothingToDo(), Decider.expiry(state, facts.now(), facts));
    }
    return accepted(
        new NothingToDo(),
        switch (open) {
          case Dispatched waiting when isPhoneBusy(state.user(), waiting, facts) ->
              new NextStepScheduled(Pacing.turn(facts.now(), facts.fresh().get().jitter()));
          case Dispatched _ -> new TransactionRestarted();
          case UnknownAtProvider _, AwaitingUser _ ->
              new StatusRequested(facts.now().plus(Pacing.STATUS_TIMEOUT));
        });
  }

  private static boolean isPhoneBusy(UserState user, Dispatched waiting, Facts facts) {
    Operation operation = waiting.operation();
    return operation.terms().channel() == Channel.MSSP
        && user.isRingingForAnother(operation.operationId(), facts.now());
  }

  /**
   * The credential that was asked. A phone that took the place of the one that was asked has the
   * same id, and nothing that the former signed may count for it.
   */
  private static Optional<Signer> signer(
      UserState user, Transaction transaction, ProviderTrust trust, Instant at) {
    return user.usableSigners(trust, at)
        .filter(signer -> signer.id().equals(transaction.credentialId()))
        .filter(signer -> signer.subscription().equals(transaction.subscription()))
        .findFirst();
  }

  private static Instant retry(AtProvider open, Facts facts) {
    return Pacing.retry(facts.now(), open.transaction().attempt(), facts.fresh().get().jitter());
  }
}
