package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.TIME_TO_LIVE;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.cancel;
import static dev.assent.processor.decision.Fixtures.challenged;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.retrieved;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Answer.Refused;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeciderTest {

  @Test
  void shouldHandOutTheDocumentOfTheCommittedOperation() {
    // Given
    State state = stateOf(challenged());

    // When
    Decision decision = Decider.decide(state, retrieve(TABLET, IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision.answer())
        .isEqualTo(
            new ChallengeHandedOut(
                Fixtures.CHALLENGE_KEY, Fixtures.document(), TABLET_KEYS.encryptionKey()));
  }

  @Test
  @Tag("SCA-1")
  @Tag("DL-3")
  void shouldApproveWithEvidenceOfTheRetrievingDevice() {
    // Given
    DeviceProof proof = proof(PHONE_KEYS);

    // When
    Decision decision =
        Decider.decide(stateOf(retrieved()), submit(proof, IN_TIME), facts(IN_TIME));

    // Then
    Evidence evidence =
        new Evidence.DeviceSignature(
            Fixtures.document(),
            proof,
            ProofKind.DEVICE_PIN,
            Optional.empty(),
            Optional.empty(),
            PHONE,
            PHONE_KEYS.signingKey());
    assertThat(decision)
        .isEqualTo(
            new Decision(
                List.of(new OperationApproved(evidence, IN_TIME)), new ProofAccepted(PHONE)));
  }

  @Test
  @Tag("NI-3")
  @Tag("AS-8")
  @Tag("KA-8")
  void shouldExpireAnApprovalAtTheVeryDeadline() {
    // Given
    SubmitProof late = submit(proof(PHONE_KEYS), DEADLINE);

    // When
    Decision decision = Decider.decide(stateOf(retrieved()), late, facts(CREATED));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.DEADLINE_PASSED, new OperationExpired(DEADLINE)));
  }

  @Test
  @Tag("KA-8")
  void shouldApproveInTimeHoweverLateTheProcessorIs() {
    // Given
    SubmitProof inTime = submit(proof(PHONE_KEYS), IN_TIME);

    // When
    Decision decision =
        Decider.decide(stateOf(retrieved()), inTime, facts(DEADLINE.plus(Duration.ofHours(1))));

    // Then
    assertThat(decision.answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  @Test
  @Tag("CR-7")
  void shouldRefuseTheProofOfADeviceRevokedInFlight() {
    // Given
    State retrieved = stateOf(retrieved());
    State revoked = after(retrieved, revoke(PHONE));

    // When
    Decision decision = Decider.decide(revoked, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.PROOF_INVALID, new ProofRejected(PHONE)));
  }

  @Test
  @Tag("CR-7")
  void shouldRefuseARevokedDeviceTheChallenge() {
    // Given
    State revoked = after(stateOf(challenged()), revoke(PHONE));

    // When
    Decision decision = Decider.decide(revoked, retrieve(PHONE, IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
  }

  @Test
  @Tag("AS-1")
  void shouldFailWithTheLastProofAllowedAndNoSooner() {
    // Given
    State state = stateOf(retrieved());
    SubmitProof wrong = submit(WRONG_PROOF, IN_TIME);

    // When
    Decision first = Decider.decide(state, wrong, facts(IN_TIME));
    Decision second = Decider.decide(after(state, wrong), wrong, facts(IN_TIME));
    Decision third = Decider.decide(after(state, wrong, wrong), wrong, facts(IN_TIME));

    // Then
    assertThat(List.of(first, second, third))
        .containsExactly(
            refusal(Reason.PROOF_INVALID, new ProofRejected(PHONE)),
            refusal(Reason.PROOF_INVALID, new ProofRejected(PHONE)),
            refusal(
                Reason.TOO_MANY_FAILED_PROOFS,
                new ProofRejected(PHONE),
                new OperationFailed(Reason.TOO_MANY_FAILED_PROOFS, IN_TIME)));
  }

  @Test
  void shouldStillApproveAfterFewerFailedProofsThanAllowed() {
    // Given
    SubmitProof wrong = submit(WRONG_PROOF, IN_TIME);
    State state = after(stateOf(retrieved()), wrong, wrong);

    // When
    Decision decision = Decider.decide(state, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision.answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  @Test
  @Tag("NI-4")
  void shouldRefuseOneOperationMoreThanThePolicyAllows() {
    // Given
    State oneOpen = new State(userWithOpen(1), new Absent());
    State twoOpen = new State(userWithOpen(2), new Absent());

    // When
    Decision allowed = Decider.decide(oneOpen, creation(), facts(CREATED));
    Decision refused = Decider.decide(twoOpen, creation(), facts(CREATED));

    // Then
    assertThat(allowed.answer()).isInstanceOf(Answer.OperationChanged.class);
    assertThat(refused).isEqualTo(refusal(Reason.TOO_MANY_PENDING));
  }

  @Test
  void shouldTakeTheTenantsTimeToLiveWhereNoneIsAskedFor() {
    // Given
    State state = stateOf(new Absent());

    // When
    Decision byPolicy = Decider.decide(state, creation(), facts(CREATED));
    Decision asked =
        Decider.decide(state, creation(lasting(Duration.ofSeconds(1))), facts(CREATED));

    // Then
    assertThat(deadline(byPolicy)).isEqualTo(CREATED.plus(TIME_TO_LIVE));
    assertThat(deadline(asked)).isEqualTo(CREATED.plusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 999, 600_001, Long.MAX_VALUE})
  @Tag("NI-3")
  void shouldRefuseATimeToLiveOutOfRange(long milliseconds) {
    // Given
    CreateOperation create = creation(lasting(Duration.ofMillis(milliseconds)));

    // When
    Decision decision = Decider.decide(stateOf(new Absent()), create, facts(CREATED));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.INVALID_REQUEST));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 600_000})
  void shouldAllowATimeToLiveAtTheLimits(long milliseconds) {
    // Given
    CreateOperation create = creation(lasting(Duration.ofMillis(milliseconds)));

    // When
    Decision decision = Decider.decide(stateOf(new Absent()), create, facts(CREATED));

    // Then
    assertThat(deadline(decision)).isEqualTo(CREATED.plusMillis(milliseconds));
  }

  @Test
  void shouldGiveTheFirstReasonOfACreationWithEverythingWrong() {
    // Given
    UserState fullAndWithoutDevice = opened(UserState.unknown(USER), 2);
    CreateOperation tooLong = creation(lasting(Duration.ofDays(1)));

    // When
    List<Decision> decisions =
        List.of(
            Decider.decide(new State(fullAndWithoutDevice, challenged()), tooLong, facts(CREATED)),
            Decider.decide(
                new State(fullAndWithoutDevice, challenged()), creation(), facts(CREATED)),
            Decider.decide(
                new State(fullAndWithoutDevice, new Absent()), creation(), facts(CREATED)),
            Decider.decide(new State(userWithOpen(2), new Absent()), creation(), facts(CREATED)));

    // Then
    assertThat(decisions)
        .containsExactly(
            refusal(Reason.INVALID_REQUEST),
            refusal(Reason.OPERATION_EXISTS),
            refusal(Reason.NO_ELIGIBLE_CREDENTIAL),
            refusal(Reason.TOO_MANY_PENDING));
    assertThat(decisions.stream().map(d -> ((Refused) d.answer()).reason())).isSorted();
  }

  @Test
  void shouldNotConsumeAChallengeForAnAskerWhoHasGone() {
    // Given
    Instant abandonedAt = IN_TIME;
    RetrieveChallenge retrieve =
        new RetrieveChallenge(Fixtures.CHALLENGE_KEY, PHONE, CREATED, Optional.of(abandonedAt));

    // When
    Decision stillThere = Decider.decide(stateOf(challenged()), retrieve, facts(abandonedAt));
    Decision gone =
        Decider.decide(stateOf(challenged()), retrieve, facts(abandonedAt.plusMillis(1)));

    // Then
    assertThat(stillThere.answer()).isInstanceOf(ChallengeHandedOut.class);
    assertThat(gone).isEqualTo(refusal(Reason.ABANDONED));
  }

  @Test
  @Tag("EI-3")
  @Tag("AS-8")
  void shouldRefuseAProofUnderAnotherChallengesKey() {
    // Given
    SubmitProof foreign = new SubmitProof(Fixtures.challengeKey(9), proof(PHONE_KEYS), IN_TIME);

    // When
    Decision decision = Decider.decide(stateOf(retrieved()), foreign, facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
  }

  @Test
  @Tag("SCA-11")
  @Tag("NI-1")
  void shouldRefuseTheProofOfADeviceThatDidNotRetrieve() {
    // Given
    SubmitProof other = submit(proof(TABLET_KEYS), IN_TIME);

    // When
    Decision decision = Decider.decide(stateOf(retrieved()), other, facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.PROOF_INVALID, new ProofRejected(PHONE)));
  }

  @Test
  @Tag("EI-7")
  void shouldCancelWithTheTimeOfTheRequest() {
    // Given
    State state = stateOf(challenged());

    // When
    Decision decision = Decider.decide(state, cancel(IN_TIME), facts(DEADLINE));

    // Then
    assertThat(decision.events()).containsExactly(new OperationCancelled(IN_TIME));
  }

  @Test
  void shouldExpireByTheProcessorsClockOnly() {
    // Given
    State state = stateOf(challenged());

    // When
    Decision early = Decider.decide(state, new ExpireOperation(), facts(IN_TIME));
    Decision due = Decider.decide(state, new ExpireOperation(), facts(DEADLINE));

    // Then
    assertThat(early.events()).isEmpty();
    assertThat(due.events()).containsExactly(new OperationExpired(DEADLINE));
  }

  @Test
  void shouldTakeTheSameRegistrationAgainWithoutAnEffect() {
    // Given
    RegisterDevice again = Fixtures.register(PHONE, PHONE_KEYS);
    RegisterDevice otherKeys = Fixtures.register(PHONE, TABLET_KEYS);

    // When
    Decision same = Decider.decide(stateOf(new Absent()), again, facts(IN_TIME));
    Decision other = Decider.decide(stateOf(new Absent()), otherKeys, facts(IN_TIME));

    // Then
    assertThat(same).isEqualTo(Decision.accepted(new Answer.CredentialChanged(PHONE)));
    assertThat(other).isEqualTo(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  @Tag("SCA-11")
  void shouldNeverTakeASerialNumberTwice() {
    // Given
    State revoked = after(stateOf(new Absent()), revoke(PHONE));
    RegisterDevice again = Fixtures.register(PHONE, PHONE_KEYS);

    // When
    Decision decision = Decider.decide(revoked, again, facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  @Tag("EI-7")
  void shouldKeepReasonAndTimeOfAnApproval() {
    // Given
    State state = stateOf(retrieved());

    // When
    State after = after(state, submit(proof(PHONE_KEYS), IN_TIME));

    // Then
    assertThat(after.operation())
        .isEqualTo(
            new Closed(
                Fixtures.operation(),
                Optional.of(retrieved().challenge()),
                Optional.empty(),
                Optional.of(PHONE),
                0,
                ResultOutcome.APPROVED,
                Reason.PROOF_VERIFIED,
                IN_TIME,
                4));
    assertThat(after.user().openOperations()).isZero();
  }

  @Test
  @Tag("AS-1")
  void shouldThrowForAnEventThatTheStateCannotHave() {
    // Given
    State closed = after(stateOf(challenged()), cancel(IN_TIME));

    // When / Then
    assertThatThrownBy(() -> Evolution.evolve(closed, new OperationExpired(DEADLINE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("OperationExpired cannot happen in Closed");
  }

  private static UserState userWithOpen(int operations) {
    return opened(userWithDevices(), operations);
  }

  private static UserState opened(UserState user, int operations) {
    UserState opened = user;
    for (int i = 0; i < operations; i++) {
      opened = opened.opened(Fixtures.operation());
    }
    return opened;
  }

  private static Terms lasting(Duration timeToLive) {
    return new TermsBuilder().timeToLive(timeToLive).build();
  }

  private static Instant deadline(Decision decision) {
    return ((OperationCreated) decision.events().getFirst()).operation().expiresAt();
  }

  private static Decision refusal(Reason reason, Event... events) {
    return new Decision(List.of(events), new Refused(reason, Optional.empty()));
  }

  private static State after(State state, Command... commands) {
    State current = state;
    for (Command command : commands) {
      Decision decision = Decider.decide(current, command, facts(IN_TIME));
      current = Evolution.evolve(current, decision.events());
    }
    return current;
  }
}
