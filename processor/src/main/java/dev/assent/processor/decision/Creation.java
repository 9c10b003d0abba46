package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationSuperseded;
import dev.assent.processor.decision.Event.TransactionQueued;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.Facts.Fresh;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes operations over. */
final class Creation {
  private static final Pattern MATCHING_VALUE = Pattern.compile("[0-9]{2,8}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final Set<ProofKind> ON_DEVICES =
      Set.of(
          ProofKind.DEVICE_SIGNATURE,
          ProofKind.DEVICE_PIN,
          ProofKind.DEVICE_BIOMETRIC,
          ProofKind.OCRA);

  /**
   * What is shown.
   *
   * @param fits whether the template, if one is named, is known and the data fit it
   */
  private record Rendering(boolean fits, Optional<DisplayText> text) {}

  private Creation() {}

  static Decision create(State state, CreateOperation create, Facts facts) {
    Policy policy = facts.policy();
    Terms terms = create.anyChannel() ? overFirstChannel(state, create, policy) : create.terms();
    UserKey user = state.user().key();
    Set<ProofKind> kinds = acceptedKinds(terms, policy);
    // what is handed over is nowhere else any more: no change of the policy since may refuse it
    Rendering rendering =
        create.handedOver() ? new Rendering(true, create.text()) : render(terms, policy);
    boolean fits = rendering.fits() && isWellFormed(terms, policy, kinds, user);
    if (!fits && !create.handedOver()) {
      return refused(Reason.INVALID_REQUEST);
    }
    if (!(state.operation() instanceof Absent) || wasHandedOver(state.user())) {
      return refused(Reason.OPERATION_EXISTS);
    }
    Instant at = create.receivedAt();
    Optional<Signer> signer = signer(state.user(), terms, kinds, policy, at);
    if (!create.handedOver()) {
      Optional<Decision> refusal = refusal(state, terms, kinds, facts, at);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    Fresh fresh = facts.fresh().get();
    Duration timeToLive = terms.timeToLive().orElse(policy.timeToLive());
    Operation operation =
        new Operation(
            user,
            create.operationId(),
            terms.settled(
                kinds,
                timeToLive,
                rendering.text().map(DisplayText::language).or(terms::language),
                matchingValue(terms, policy, fresh),
                signer.map(chosen -> chosen.connector(policy))),
            rendering.text(),
            at,
            at.plus(timeToLive),
            create.origin(),
            create.claimVersion(),
            ChallengeDocument.LATEST);
    List<Event> events = new ArrayList<>();
    rival(state)
        .ifPresent(
            rival -> events.add(new OperationSuperseded(rival.operation().operationId(), at)));
    events.add(new OperationCreated(operation));
    if (!user.isUnassigned()) {
      Event first = firstStep(state.user(), operation, signer, facts, fresh);
      events.add(first);
      if (first instanceof ChallengeIssued) {
        Notifying.first(state.user(), operation, at).ifPresent(events::add);
      }
    }
    return accepted(new OperationChanged(), events);
  }

  /** Nobody's operation is the only one that this nobody ever has. */
  private static boolean wasHandedOver(UserState user) {
    return user.key().isUnassigned() && user.sequence() > 0;
  }

  private static Event firstStep(
      UserState user, Operation operation, Optional<Signer> signer, Facts facts, Fresh fresh) {
    return switch (operation.terms().channel()) {
      case DEVICE -> new ChallengeIssued(new Challenge(fresh.challengeKey(), fresh.nonce()));
      case IDP -> new TransactionStarted(transaction(signer.orElseThrow(), facts, fresh));
      case MSSP -> {
        Transaction transaction = transaction(signer.orElseThrow(), facts, fresh);
        yield user.isRingingForAnother(operation.operationId(), facts.now())
            ? new TransactionQueued(transaction.queued(Pacing.turn(facts.now(), fresh.jitter())))
            : new TransactionStarted(transaction);
      }
    };
  }

  private static Transaction transaction(Signer signer, Facts facts, Fresh fresh) {
    return new Transaction(
        "A" + fresh.challengeKey().text(),
        signer.connector(facts.policy()),
        signer.id(),
        signer.subscription(),
        fresh.nonce(),
        1,
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Decision> refusal(
      State state, Terms terms, Set<ProofKind> kinds, Facts facts, Instant at) {
    UserState user = state.user();
    int superseded = rival(state).isPresent() ? 1 : 0;
    Optional<Decision> overQuota =
        facts.quotaLeft() || superseded == 1
            ? Optional.empty()
            : Optional.of(refused(Reason.QUOTA_EXCEEDED));
    if (user.key().isUnassigned()) {
      return overQuota;
    }
    Optional<Instant> lockedUntil = user.standing().lock(at);
    if (lockedUntil.isPresent()) {
      return Optional.of(Decision.refusedUntil(lockedUntil.get(), Reason.USER_LOCKED));
    }
    if (!isEligible(user, terms, kinds, facts.policy(), at)) {
      return Optional.of(refused(Reason.NO_ELIGIBLE_CREDENTIAL));
    }
    Optional<Instant> coolDownUntil = user.standing().coolDown(at);
    if (coolDownUntil.isPresent()) {
      return Optional.of(Decision.refusedUntil(coolDownUntil.get(), Reason.COOLING_DOWN));
    }
    if (user.openOperations() - superseded >= facts.policy().maximumPending()) {
      return Optional.of(refused(Reason.TOO_MANY_PENDING));
    }
    return overQuota;
  }

  /**
   * The terms over the first channel of the tenant's order that the user has an eligible credential
   * for. Where there is none, the first that any user can have one for: it is then refused as every
   * operation is whose user has none.
   */
  private static Terms overFirstChannel(State state, CreateOperation create, Policy policy) {
    List<Terms> possible =
        policy.channelOrder().stream()
            .map(create.terms()::over)
            .filter(terms -> !acceptedKinds(terms, policy).isEmpty())
            .toList();
    return possible.stream()
        .filter(
            terms ->
                isEligible(
                    state.user(), terms, acceptedKinds(terms, policy), policy, create.receivedAt()))
        .findFirst()
        .or(() -> possible.stream().findFirst())
        .orElse(create.terms());
  }

  private static boolean isEligible(
      UserState user, Terms terms, Set<ProofKind> kinds, Policy policy, Instant at) {
    return terms.channel() == Channel.DEVICE
        ? user.usableDevices(at).anyMatch(device -> device.canProve(terms.kind(), kinds))
        : signer(user, terms, kinds, policy, at).isPresent();
  }

  /** The open operation of the scope, though its deadline may be past and its timer to come. */
  private static Optional<Open> rival(State state) {
    return state.rival().filter(Open.class::isInstance).map(Open.class::cast);
  }

  private static boolean isWellFormed(
      Terms terms, Policy policy, Set<ProofKind> kinds, UserKey user) {
    Duration timeToLive = terms.timeToLive().orElse(policy.timeToLive());
    boolean onDevice = terms.channel() == Channel.DEVICE;
    boolean matched =
        terms.matchingValue().isPresent()
            || terms.matchingPossible()
            || policy.numberMatching() != NumberMatching.REQUIRED;
    return Policy.isTimeToLive(timeToLive)
        && !kinds.isEmpty()
        && terms
            .maximumFailedProofs()
            .map(most -> most >= 1 && most <= Policy.MOST_FAILED_PROOFS)
            .orElse(true)
        && terms.scope().map(scope -> SCOPE.matcher(scope).matches()).orElse(true)
        && terms
            .matchingValue()
            .map(value -> onDevice && MATCHING_VALUE.matcher(value).matches())
            .orElse(true)
        && (matched || !onDevice)
        && (onDevice || !user.isUnassigned())
        && (onDevice ? terms.connector().isEmpty() : true)
        && terms.language().map(Template::isLanguage).orElse(true);
  }

  /**
   * What the operation accepts: what was asked for, or the policy's, as far as the channel goes.
   */
  private static Set<ProofKind> acceptedKinds(Terms terms, Policy policy) {
    Set<ProofKind> kinds = EnumSet.noneOf(ProofKind.class);
    kinds.addAll(terms.proofKinds().orElse(policy.proofKinds()));
    kinds.retainAll(
        switch (terms.channel()) {
          case DEVICE -> ON_DEVICES;
          case IDP -> Set.of(ProofKind.IDP_SIGNATURE);
          case MSSP -> Set.of(ProofKind.MOBILE_SIGNATURE);
        });
    return kinds;
  }

  private static Rendering render(Terms terms, Policy policy) {
    if (terms.template().isEmpty()) {
      return new Rendering(true, Optional.empty());
    }
    String language = terms.language().orElse(policy.defaultLanguage());
    Optional<DisplayText> text =
        terms
            .template()
            .map(policy.templates()::get)
            .flatMap(
                template ->
                    template
                        .render(language, policy.defaultLanguage(), terms.displayData())
                        .map(shown -> new DisplayText(template.key(), language, shown)));
    return new Rendering(text.isPresent(), text);
  }

  private static Optional<Signer> signer(
      UserState user, Terms terms, Set<ProofKind> kinds, Policy policy, Instant at) {
    return user.usableSigners(policy.providerTrust(), at)
        .filter(signer -> signer.channel() == terms.channel())
        .filter(signer -> signer.proofKinds().stream().anyMatch(kinds::contains))
        .filter(signer -> terms.connector().map(signer.connector(policy)::equals).orElse(true))
        .findFirst();
  }

  private static Optional<String> matchingValue(Terms terms, Policy policy, Fresh fresh) {
    if (terms.matchingValue().isPresent()
        || terms.channel() != Channel.DEVICE
        || !terms.matchingPossible()
        || policy.numberMatching() == NumberMatching.OFF) {
      return terms.matchingValue();
    }
    return Optional.of(fresh.matchingDigits().substring(0, policy.matchingDigits()));
  }
}
