package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PROVIDER_KEYS;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.outcome;
import static dev.assent.processor.decision.Fixtures.providerProof;
import static dev.assent.processor.decision.Fixtures.refusedThere;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.Stage.APPROVED;
import static dev.assent.processor.decision.Stage.AWAITING_USER;
import static dev.assent.processor.decision.Stage.DECLINED;
import static dev.assent.processor.decision.Stage.DISPATCHED;
import static dev.assent.processor.decision.Stage.EXPIRED;
import static dev.assent.processor.decision.Stage.FAILED;
import static dev.assent.processor.decision.Stage.UNKNOWN_AT_PROVIDER;
import static dev.assent.processor.decision.Transition.in;
import static dev.assent.processor.decision.TransitionTable.AT_DEADLINE;
import static dev.assent.processor.decision.TransitionTable.ONCE_TOO_OFTEN;
import static dev.assent.processor.decision.TransitionTable.refusedOften;

import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.NextStepScheduled;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProviderAccepted;
import dev.assent.processor.decision.Event.ProviderAnswerLost;
import dev.assent.processor.decision.Event.ProviderRefused;
import dev.assent.processor.decision.Event.StatusRequested;
import dev.assent.processor.decision.Event.TransactionRestarted;
import dev.assent.processor.decision.ProviderOutcome.Accepted;
import dev.assent.processor.decision.ProviderOutcome.AnswerLost;
import dev.assent.processor.decision.ProviderOutcome.Declined;
import dev.assent.processor.decision.ProviderOutcome.Signed;
import dev.assent.processor.decision.ProviderOutcome.StillPending;
import dev.assent.processor.decision.ProviderOutcome.Unaware;
import dev.assent.processor.decision.ProviderOutcome.Unreachable;
import dev.assent.schemas.model.ProviderRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines about what comes from a provider, and about what is to be done there. */
final class ProviderTransitions {
  private static final Accepted ACCEPTED =
      new Accepted(Optional.empty(), Optional.empty(), Optional.empty());
  private static final StillPending STILL_PENDING = new StillPending(Optional.empty());
  private static final String IGNORED_THERE = "the user did not answer there";
  private static final List<Stage> STAGES = List.of(DISPATCHED, UNKNOWN_AT_PROVIDER, AWAITING_USER);

  private ProviderTransitions() {}

  static List<Transition> all() {
    List<Transition> lines = new ArrayList<>();
    for (ProviderOutcome outcome : outcomes()) {
      for (Stage stage : Stage.values()) {
        if (stage.atProvider()) {
          lines.add(
              in(stage, outcome(outcome, DEADLINE), facts(IN_TIME))
                  .when(AT_DEADLINE)
                  .answered(NothingToDo.class, EXPIRED, OperationExpired.class));
          lines.add(
              in(stage, ofAnother(outcome), facts(IN_TIME))
                  .when("another transaction")
                  .answered(NothingToDo.class, stage));
        } else {
          lines.add(
              in(stage, outcome(outcome, IN_TIME), facts(IN_TIME))
                  .answered(NothingToDo.class, stage));
        }
      }
    }
    for (Stage stage : STAGES) {
      lines.addAll(answers(stage));
      lines.addAll(stale(stage));
    }
    lines.addAll(calls());
    lines.addAll(steps());
    return lines;
  }

  private static List<ProviderOutcome> outcomes() {
    return List.of(
        ACCEPTED,
        STILL_PENDING,
        new Signed(providerProof(PROVIDER_KEYS)),
        new Declined(),
        refusedThere(ProviderRefusal.OTHER),
        new Unreachable(),
        new AnswerLost(),
        new Unaware());
  }

  /** What the provider or the user said, which holds in whatever state. */
  private static List<Transition> answers(Stage stage) {
    Signed signed = new Signed(providerProof(PROVIDER_KEYS));
    List<Transition> lines = new ArrayList<>();
    lines.add(
        at(stage, signed)
            .when("the signature verifies")
            .answered(NothingToDo.class, APPROVED, found(stage, OperationApproved.class)));
    lines.add(
        at(stage, new Signed(providerProof(TestProvider.elliptic())))
            .when("the signature does not verify")
            .answered(NothingToDo.class, FAILED, found(stage, OperationFailed.class)));
    lines.add(
        at(stage, signed)
            .when("the credential is revoked")
            .of(revoked())
            .answered(NothingToDo.class, FAILED, found(stage, OperationFailed.class)));
    lines.add(
        at(stage, signed)
            .when(TransitionTable.LOCKED)
            .of(TransitionTable.locked())
            .answered(NothingToDo.class, FAILED, found(stage, OperationFailed.class)));
    lines.add(
        at(stage, new Declined())
            .answered(NothingToDo.class, DECLINED, found(stage, OperationDeclined.class)));
    lines.add(
        at(stage, new Declined())
            .when(ONCE_TOO_OFTEN.strip())
            .of(refusedOften())
            .answered(
                NothingToDo.class,
                DECLINED,
                found(stage, OperationDeclined.class, CoolDownStarted.class)));
    lines.add(at(stage, new Unaware()).answered(NothingToDo.class, FAILED, OperationFailed.class));
    lines.add(
        at(stage, refusedThere(ProviderRefusal.OTHER))
            .answered(NothingToDo.class, FAILED, ProviderRefused.class));
    lines.add(
        at(stage, refusedThere(ProviderRefusal.EXPIRED))
            .when(IGNORED_THERE)
            .answered(NothingToDo.class, EXPIRED, ProviderRefused.class));
    lines.add(
        at(stage, refusedThere(ProviderRefusal.EXPIRED))
            .when(IGNORED_THERE + ONCE_TOO_OFTEN)
            .of(refusedOften())
            .answered(NothingToDo.class, EXPIRED, ProviderRefused.class, CoolDownStarted.class));
    return lines;
  }

  /** What the calls came to. */
  private static List<Transition> calls() {
    List<Transition> lines = new ArrayList<>();
    for (Stage stage : List.of(DISPATCHED, UNKNOWN_AT_PROVIDER)) {
      for (ProviderOutcome outcome : List.of(ACCEPTED, STILL_PENDING)) {
        lines.add(
            at(stage, outcome).answered(NothingToDo.class, AWAITING_USER, ProviderAccepted.class));
      }
    }
    lines.add(at(AWAITING_USER, ACCEPTED).answered(NothingToDo.class, AWAITING_USER));
    lines.add(
        at(AWAITING_USER, STILL_PENDING)
            .answered(NothingToDo.class, AWAITING_USER, NextStepScheduled.class));
    for (Stage stage : STAGES) {
      lines.add(
          at(stage, new Unreachable()).answered(NothingToDo.class, stage, NextStepScheduled.class));
    }
    lines.add(
        at(DISPATCHED, new AnswerLost())
            .answered(NothingToDo.class, UNKNOWN_AT_PROVIDER, ProviderAnswerLost.class));
    for (Stage stage : List.of(UNKNOWN_AT_PROVIDER, AWAITING_USER)) {
      lines.add(
          at(stage, new AnswerLost()).answered(NothingToDo.class, stage, NextStepScheduled.class));
    }
    return lines;
  }

  private static List<Transition> stale(Stage stage) {
    List<Transition> lines = new ArrayList<>();
    for (ProviderOutcome outcome :
        List.of(STILL_PENDING, new Unreachable(), new AnswerLost(), new Unaware())) {
      RecordOutcome ofEarlier =
          new RecordOutcome(Fixtures.transaction().transactionId(), 0, outcome, IN_TIME);
      lines.add(
          in(stage, ofEarlier, facts(IN_TIME))
              .when("of an earlier call")
              .answered(NothingToDo.class, stage));
    }
    return lines;
  }

  private static List<Transition> steps() {
    ContinueOperation proceed = new ContinueOperation();
    List<Transition> lines = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (!stage.atProvider()) {
        lines.add(in(stage, proceed, facts(IN_TIME)).answered(NothingToDo.class, stage));
      }
    }
    lines.add(
        in(DISPATCHED, proceed, facts(IN_TIME))
            .when("nothing is due")
            .answered(NothingToDo.class, DISPATCHED));
    lines.add(
        in(DISPATCHED, proceed, facts(IN_TIME))
            .of(Fixtures.stateOf(due(DISPATCHED)))
            .answered(NothingToDo.class, DISPATCHED, TransactionRestarted.class));
    for (Stage stage : List.of(UNKNOWN_AT_PROVIDER, AWAITING_USER)) {
      lines.add(
          in(stage, proceed, facts(Fixtures.CREATED))
              .when("nothing is due")
              .answered(NothingToDo.class, stage));
      lines.add(
          in(stage, proceed, facts(IN_TIME))
              .answered(NothingToDo.class, stage, StatusRequested.class));
    }
    for (Stage stage : STAGES) {
      lines.add(
          in(stage, proceed, facts(DEADLINE))
              .of(Fixtures.stateOf(due(stage)))
              .when(AT_DEADLINE)
              .answered(NothingToDo.class, EXPIRED, OperationExpired.class));
    }
    return lines;
  }

  private static OperationState due(Stage stage) {
    return ((OperationState.AtProvider) stage.operation()).scheduled(Fixtures.CREATED);
  }

  private static Transition.Line at(Stage stage, ProviderOutcome outcome) {
    return in(stage, outcome(outcome, IN_TIME), facts(IN_TIME));
  }

  private static RecordOutcome ofAnother(ProviderOutcome outcome) {
    return new RecordOutcome("another", 1, outcome, IN_TIME);
  }

  private static UserState revoked() {
    ProviderCredential credential = Fixtures.providerCredential(PROVIDER_KEYS);
    return userWithDevices().with(credential.with(credential.status().revoked(IN_TIME)));
  }

  /** An answer says that the provider has the transaction, too. */
  private static Class<?>[] found(Stage stage, Class<?>... events) {
    return stage == AWAITING_USER
        ? events
        : Stream.concat(Stream.of(ProviderAccepted.class), Stream.of(events))
            .toArray(Class<?>[]::new);
  }
}
