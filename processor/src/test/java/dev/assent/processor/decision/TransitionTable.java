package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.cancel;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.Stage.ABSENT;
import static dev.assent.processor.decision.Stage.CANCELLED;
import static dev.assent.processor.decision.Stage.CHALLENGED;
import static dev.assent.processor.decision.Stage.DISPATCHED;
import static dev.assent.processor.decision.Stage.EXPIRED;
import static dev.assent.processor.decision.Stage.PENDING;
import static dev.assent.processor.decision.Transition.in;

import dev.assent.processor.decision.Answer.HandOverRequested;
import dev.assent.processor.decision.Answer.HandedOver;
import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.ClaimOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.HandOverOperation;
import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationHandedOver;
import dev.assent.processor.decision.Event.OperationSuperseded;
import dev.assent.processor.decision.Event.TransactionQueued;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every state and command, and what comes of it: here how an operation begins and ends. */
final class TransitionTable {
  static final String AT_DEADLINE = "at the deadline";
  static final String LOCKED = "the user is locked";
  static final String ONCE_TOO_OFTEN = " and once too often";

  private TransitionTable() {}

  static List<Transition> all() {
    List<Transition> all = new ArrayList<>();
    all.addAll(creations());
    all.addAll(claims());
    all.addAll(ConsentTransitions.all());
    all.addAll(ProviderTransitions.all());
    all.addAll(PushTransitions.all());
    all.addAll(endings());
    for (Stage stage : Stage.values()) {
      all.addAll(CredentialTransitions.in(stage));
    }
    return all;
  }

  private static List<Transition> creations() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(CREATED);
    CreateOperation create = creation();
    lines.add(
        in(ABSENT, create, now)
            .answered(
                OperationChanged.class, CHALLENGED, OperationCreated.class, ChallengeIssued.class));
    lines.add(
        in(ABSENT, creation(Fixtures.providerTerms()), now)
            .when("for a provider")
            .answered(
                OperationChanged.class,
                DISPATCHED,
                OperationCreated.class,
                TransactionStarted.class));
    lines.add(
        in(ABSENT, creation(MobileFixtures.terms()), now)
            .when("for a phone that is asked for another one")
            .of(MobileFixtures.ringing())
            .answered(
                OperationChanged.class,
                DISPATCHED,
                OperationCreated.class,
                TransactionQueued.class));
    lines.add(
        in(ABSENT, create, now)
            .when("without a user")
            .of(UserState.unknown(Fixtures.NOBODY))
            .answered(OperationChanged.class, PENDING, OperationCreated.class));
    lines.add(
        in(ABSENT, handedOver(), now)
            .when("handed over, whatever else is the case")
            .of(UserState.unknown(USER))
            .answered(
                OperationChanged.class, CHALLENGED, OperationCreated.class, ChallengeIssued.class));
    lines.add(
        in(ABSENT, create, now)
            .when("another one of the scope is open")
            .of(withRival())
            .answered(
                OperationChanged.class,
                CHALLENGED,
                OperationSuperseded.class,
                OperationCreated.class,
                ChallengeIssued.class));
    lines.add(
        in(ABSENT, create, now)
            .when("without a user, but there was one of this id")
            .of(UserState.unknown(Fixtures.NOBODY).next())
            .refused(Reason.OPERATION_EXISTS));
    lines.addAll(refusedCreations(create, now));
    for (Stage stage : others(Set.of(ABSENT))) {
      lines.add(in(stage, create, now).refused(Reason.OPERATION_EXISTS));
      lines.add(
          in(stage, tooLong(), now)
              .when("a field is outside its range or form")
              .refused(Reason.INVALID_REQUEST));
    }
    return lines;
  }

  private static List<Transition> refusedCreations(CreateOperation create, Facts now) {
    return List.of(
        in(ABSENT, tooLong(), now)
            .when("a field is outside its range or form")
            .refused(Reason.INVALID_REQUEST),
        in(ABSENT, create, now).when(LOCKED).of(locked()).refused(Reason.USER_LOCKED),
        in(ABSENT, create, now)
            .when("no usable credential")
            .of(UserState.unknown(USER))
            .refused(Reason.NO_ELIGIBLE_CREDENTIAL),
        in(ABSENT, create, now)
            .when("the user cools down")
            .of(userWithDevices().with(Standing.GOOD.coolDownUntil(DEADLINE)))
            .refused(Reason.COOLING_DOWN),
        in(ABSENT, create, now)
            .when("as many open as the policy allows")
            .of(withMostOpen())
            .refused(Reason.TOO_MANY_PENDING),
        in(ABSENT, create, withoutQuota())
            .when("as many open as the tenant's quota allows")
            .refused(Reason.QUOTA_EXCEEDED));
  }

  private static List<Transition> claims() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    ClaimOperation claim = new ClaimOperation(Fixtures.OPERATION_ID, PHONE, IN_TIME);
    ClaimOperation foreign = new ClaimOperation(Fixtures.OPERATION_ID, "unknown", IN_TIME);
    lines.add(in(ABSENT, claim, now).answered(HandOverRequested.class, ABSENT));
    lines.add(
        in(ABSENT, claim, now)
            .when("as many open as the policy allows")
            .of(withMostOpen())
            .refused(Reason.TOO_MANY_PENDING));
    lines.add(in(CHALLENGED, claim, now).answered(OperationChanged.class, CHALLENGED));
    for (Stage stage : List.of(ABSENT, CHALLENGED)) {
      lines.add(in(stage, claim, now).when(LOCKED).of(locked()).refused(Reason.USER_LOCKED));
      lines.add(
          in(stage, foreign, now)
              .when("no usable device of the user")
              .refused(Reason.NO_ELIGIBLE_CREDENTIAL));
    }
    for (Stage stage : others(Set.of(ABSENT, CHALLENGED))) {
      lines.add(in(stage, claim, now).refused(Reason.OPERATION_UNKNOWN));
    }
    HandOverOperation handOver = handOver(ProofKind.DEVICE_PIN);
    lines.add(
        in(PENDING, handOver, now).answered(HandedOver.class, ABSENT, OperationHandedOver.class));
    lines.add(
        in(PENDING, handOver(ProofKind.DEVICE_SIGNATURE), now)
            .when("the device cannot prove what is accepted")
            .refused(Reason.NO_ELIGIBLE_CREDENTIAL));
    lines.add(
        in(PENDING, new HandOverOperation("A1B2", handOver.offered(), true, DEADLINE), now)
            .when(AT_DEADLINE)
            .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    for (Stage stage : others(Set.of(PENDING))) {
      lines.add(in(stage, handOver, now).refused(Reason.OPERATION_UNKNOWN));
    }
    return lines;
  }

  private static List<Transition> endings() {
    List<Transition> lines = new ArrayList<>();
    ExpireOperation expire = new ExpireOperation();
    lines.add(in(ABSENT, cancel(IN_TIME), facts(IN_TIME)).refused(Reason.OPERATION_UNKNOWN));
    lines.add(in(ABSENT, expire, facts(DEADLINE)).answered(NothingToDo.class, ABSENT));
    for (Stage stage : Stage.values()) {
      if (stage.open()) {
        lines.add(
            in(stage, cancel(IN_TIME), facts(IN_TIME))
                .answered(OperationChanged.class, CANCELLED, OperationCancelled.class));
        lines.add(
            in(stage, cancel(DEADLINE), facts(DEADLINE))
                .when(AT_DEADLINE)
                .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
        lines.add(
            in(stage, expire, facts(DEADLINE))
                .when(AT_DEADLINE)
                .answered(NothingToDo.class, EXPIRED, OperationExpired.class));
        lines.add(
            in(stage, expire, facts(DEADLINE))
                .when(AT_DEADLINE + ONCE_TOO_OFTEN)
                .of(refusedOften())
                .answered(
                    NothingToDo.class, EXPIRED, OperationExpired.class, CoolDownStarted.class));
        lines.add(
            in(stage, expire, facts(IN_TIME))
                .when("before the deadline")
                .answered(NothingToDo.class, stage));
      } else if (stage.closed()) {
        lines.add(in(stage, cancel(IN_TIME), facts(IN_TIME)).refused(Reason.OPERATION_CLOSED));
        lines.add(in(stage, expire, facts(DEADLINE)).answered(NothingToDo.class, stage));
      }
    }
    return lines;
  }

  /** A user who is not to be tried again before long. */
  static UserState locked() {
    return userWithDevices().with(Standing.GOOD.lockedUntil(DEADLINE.plusSeconds(1)));
  }

  /** A user whom the next refusal makes cool down. */
  static UserState refusedOften() {
    Standing standing = Standing.GOOD;
    for (int refusal = 0; refusal < Fixtures.POLICY.toleratedRefusals(); refusal++) {
      standing = standing.refused();
    }
    return userWithDevices().with(standing);
  }

  static List<Stage> others(Set<Stage> stages) {
    return Arrays.stream(Stage.values()).filter(stage -> !stages.contains(stage)).toList();
  }

  private static State withRival() {
    Operation rival = Fixtures.operation(new TermsBuilder().scope("login").build(), Set.of());
    UserState user = userWithDevices().opened(rival);
    return new State(user, new Absent(), Optional.of(Fixtures.challenged(rival)));
  }

  private static State withMostOpen() {
    Operation operation = Fixtures.operation();
    return stateOf(userWithDevices().opened(operation).opened(operation), new Absent());
  }

  private static Facts withoutQuota() {
    Facts now = facts(CREATED);
    return new Facts(now.now(), now.policy(), false, now.fresh(), now.secrets(), now.proofs());
  }

  private static CreateOperation tooLong() {
    return creation(new TermsBuilder().timeToLive(Duration.ofMinutes(11)).build());
  }

  private static CreateOperation handedOver() {
    CreateOperation create = creation();
    return new CreateOperation(
        create.operationId(), create.terms(), CREATED, create.origin(), 1, true);
  }

  private static HandOverOperation handOver(ProofKind offered) {
    return new HandOverOperation("A1B2", Set.of(offered), true, IN_TIME);
  }
}
