package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.NOBODY;
import static dev.assent.processor.decision.Fixtures.OPERATION_ID;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.refusalUntil;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.HandOverRequested;
import dev.assent.processor.decision.Answer.HandedOver;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.ClaimOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.HandOverOperation;
import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationHandedOver;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Operations that are created without a user. */
final class ClaimingTest {
  private static final ClaimOperation CLAIM = new ClaimOperation(OPERATION_ID, PHONE, IN_TIME);

  @Test
  void shouldAskForTheOperationOnBehalfOfAUsableDevice() {
    // When
    Decision decision = Decider.decide(stateOf(new Absent()), CLAIM, facts(IN_TIME));

    // Then
    assertThat(decision)
        .isEqualTo(new Decision(List.of(), new HandOverRequested(PHONE_KEYS.registered(CREATED))));
  }

  @Test
  void shouldTellADeviceThatIsNotUsableNothing() {
    // Given
    State claimed = Fixtures.after(stateOf(Fixtures.challenged()), revoke(PHONE));
    State locked =
        stateOf(
            Fixtures.userWithDevices().with(Standing.GOOD.lockedUntil(DEADLINE)),
            Fixtures.challenged());

    // When / Then
    assertThat(Decider.decide(claimed, CLAIM, facts(IN_TIME)))
        .isEqualTo(refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
    assertThat(Decider.decide(locked, CLAIM, facts(IN_TIME)))
        .isEqualTo(refusalUntil(DEADLINE, Reason.USER_LOCKED));
  }

  @Test
  void shouldAnswerTheSameClaimAgain() {
    // When
    Decision decision = Decider.decide(stateOf(Fixtures.challenged()), CLAIM, facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(new Decision(List.of(), new OperationChanged()));
  }

  @Test
  void shouldRefuseAClaimOfAUserWithAsManyOpenAsThePolicyAllows() {
    // Given
    Operation operation = Fixtures.operation();
    UserState one = Fixtures.userWithDevices().opened(operation);

    // When
    Decision allowed = Decider.decide(stateOf(one, new Absent()), CLAIM, facts(IN_TIME));
    Decision refused =
        Decider.decide(stateOf(one.opened(operation), new Absent()), CLAIM, facts(IN_TIME));

    // Then
    assertThat(allowed.answer()).isInstanceOf(HandOverRequested.class);
    assertThat(refused).isEqualTo(refusal(Reason.TOO_MANY_PENDING));
  }

  @Test
  void shouldHandOverToTheFirstAndLeaveNothingBehind() {
    // Given
    State state = pending(Fixtures.terms());
    HandOverOperation handOver = handOver(ProofKind.OCRA, true);

    // When
    Decision decision = Decider.decide(state, handOver, facts(IN_TIME));
    State after = Evolution.evolve(state, decision.events());

    // Then
    assertThat(decision)
        .isEqualTo(new Decision(List.of(new OperationHandedOver(USER.userId())), new HandedOver()));
    assertThat(after.operation()).isEqualTo(new Absent());
    assertThat(after.user().openOperations()).isZero();
    assertThat(after.user().scopes()).isEmpty();
    assertThat(Decider.decide(after, handOver, facts(IN_TIME)))
        .isEqualTo(refusal(Reason.OPERATION_UNKNOWN));
    assertThat(Decider.decide(after, creation(), facts(IN_TIME)))
        .as("nobody's id is used once")
        .isEqualTo(refusal(Reason.OPERATION_EXISTS));
  }

  @Test
  void shouldHandOverToADeviceThatCanProveWhatIsAcceptedOnly() {
    // Given
    State signing = pending(Fixtures.terms());
    State login = pending(new TermsBuilder().kind(OperationKind.AUTHENTICATION).build());

    // When
    List<Answer> answers =
        List.of(
            Decider.decide(signing, handOver(ProofKind.DEVICE_PIN, false), facts(IN_TIME)).answer(),
            Decider.decide(signing, handOver(ProofKind.DEVICE_SIGNATURE, true), facts(IN_TIME))
                .answer(),
            Decider.decide(login, handOver(ProofKind.DEVICE_PIN, false), facts(IN_TIME)).answer());

    // Then
    Answer refused = refusal(Reason.NO_ELIGIBLE_CREDENTIAL).answer();
    assertThat(answers).containsExactly(refused, refused, new HandedOver());
  }

  @Test
  void shouldExpireInsteadOfHandingOverAtTheDeadline() {
    // Given
    HandOverOperation late = new HandOverOperation("A1B2", Set.of(ProofKind.OCRA), true, DEADLINE);

    // When
    Decision decision = Decider.decide(pending(Fixtures.terms()), late, facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.DEADLINE_PASSED, new OperationExpired(DEADLINE)));
  }

  @Test
  void shouldAlwaysCreateWhatWasHandedOver() {
    // Given: a user against whom all is held, and a policy that is stricter by now
    Operation operation = Fixtures.operation();
    UserState user =
        UserState.unknown(USER)
            .opened(operation)
            .opened(operation)
            .with(Standing.GOOD.lockedUntil(DEADLINE).coolDownUntil(DEADLINE));
    CreateOperation create =
        new CreateOperation(OPERATION_ID, Fixtures.terms(), CREATED, "test", 2, true);
    Facts now = facts(IN_TIME, Fixtures.policy().numberMatching(NumberMatching.REQUIRED).build());
    Facts noQuota =
        new Facts(IN_TIME, now.policy(), false, now.fresh(), now.secrets(), now.proofs());

    // When
    Decision decision = Decider.decide(new State(user, new Absent()), create, noQuota);

    // Then
    assertThat(decision.answer()).isEqualTo(new OperationChanged());
    assertThat(decision.events()).hasSize(2);
    assertThat(((OperationCreated) decision.events().getFirst()).operation().expiresAt())
        .isEqualTo(DEADLINE);
    assertThat(decision.events().getLast()).isInstanceOf(ChallengeIssued.class);
  }

  private static State pending(Terms terms) {
    Operation operation =
        new Operation(
            NOBODY,
            OPERATION_ID,
            terms.settled(
                Set.of(ProofKind.DEVICE_PIN, ProofKind.OCRA),
                Fixtures.TIME_TO_LIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            CREATED,
            DEADLINE,
            "test",
            1,
            2);
    State before = new State(UserState.unknown(NOBODY), new Absent());
    return Evolution.evolve(before, new OperationCreated(operation));
  }

  private static HandOverOperation handOver(ProofKind offered, boolean servesSigning) {
    return new HandOverOperation("A1B2", Set.of(offered), servesSigning, IN_TIME);
  }
}
