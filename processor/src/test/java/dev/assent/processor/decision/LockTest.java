package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.PROVIDER_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TOKEN;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.refusalUntil;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.processor.decision.Event.OperationDisowned;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.processor.decision.Event.UserUnlocked;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What failed proofs of a user lead to. */
final class LockTest {
  private static final Duration FIRST = Policy.standard().lockDuration();
  private static final Policy PATIENT = Fixtures.policy().maximumFailedProofs(5).build();

  @Test
  @Tag("SCA-5")
  void shouldLockWithTheFifthFailureOverAllOperationsAndDevices() {
    // Given: each failure is of another operation, and of another device than the one before
    UserState user = userWithDevices();
    List<Answer> answers = new ArrayList<>();
    List<Event> last = List.of();
    for (String device : List.of(PHONE, TABLET, TOKEN, PHONE, TABLET)) {
      // When
      State state = stateOf(user, Fixtures.challenged().retrieved(device));
      Decision decision = Decider.decide(state, submit(WRONG_PROOF, IN_TIME), facts(IN_TIME));
      answers.add(decision.answer());
      last = decision.events();
      user = Evolution.evolve(state, decision.events()).user();
    }

    // Then
    Instant until = IN_TIME.plus(FIRST);
    assertThat(answers.subList(0, 4)).containsOnly(refusal(Reason.PROOF_INVALID).answer());
    assertThat(answers.getLast()).isEqualTo(refusalUntil(until, Reason.USER_LOCKED).answer());
    assertThat(last)
        .containsExactly(
            new ProofRejected(TABLET),
            new OperationFailed(Reason.USER_LOCKED, IN_TIME),
            new UserLocked(until));
  }

  @Test
  @Tag("SCA-5")
  void shouldAcceptNoProofAndHandOutNothingUntilTheLockEnds() {
    // Given
    Instant until = IN_TIME;
    UserState locked = userWithDevices().with(Standing.GOOD.lockedUntil(until));
    Instant before = until.minusMillis(1);
    State retrieved = stateOf(locked, Fixtures.retrieved());
    State challenged = stateOf(locked, Fixtures.challenged());
    State absent = stateOf(locked, new Absent());

    // When
    List<Decision> meanwhile =
        List.of(
            Decider.decide(retrieved, submit(proof(PHONE_KEYS), before), facts(before)),
            Decider.decide(
                retrieved, Fixtures.decline(DeclineReason.NOT_ME, before), facts(before)),
            Decider.decide(challenged, retrieve(PHONE, before), facts(before)),
            Decider.decide(absent, creation(), facts(before)));
    Decision afterwards = Decider.decide(retrieved, submit(proof(PHONE_KEYS), until), facts(until));

    // Then
    assertThat(meanwhile).containsOnly(refusalUntil(until, Reason.USER_LOCKED));
    assertThat(afterwards.answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  @Test
  @Tag("SCA-5")
  void shouldNotCountProofsThatWereOnTheirWayWhenTheLockBegan() {
    // Given
    UserState user = failedOften(4);
    Decision fifth = fail(user, IN_TIME, PATIENT);
    UserState locked = evolved(user, fifth);

    // When: received at the same time, or before
    Decision sixth = fail(locked, IN_TIME, PATIENT);
    Decision earlier = fail(locked, CREATED, PATIENT);

    // Then
    Instant until = IN_TIME.plus(FIRST);
    assertThat(sixth).isEqualTo(refusalUntil(until, Reason.USER_LOCKED));
    assertThat(earlier).isEqualTo(refusalUntil(until, Reason.USER_LOCKED));
  }

  @Test
  @Tag("SCA-6")
  void shouldLockTwiceAsLongEachTimeUpToADayAndForGoodAtAHundred() {
    // Given
    UserState user = userWithDevices();
    List<Instant> ends = new ArrayList<>();
    for (int failure = 1; failure <= 100; failure++) {
      // When
      Decision decision = fail(user, CREATED, PATIENT);
      user = evolved(user, decision);
      decision.events().stream()
          .filter(UserLocked.class::isInstance)
          .forEach(locked -> ends.add(((UserLocked) locked).until()));
      user = user.with(expiredLock(user.standing()));
    }

    // Then
    assertThat(ends).hasSize(20);
    assertThat(ends.subList(0, 8))
        .extracting(end -> Duration.between(CREATED, end).toMinutes())
        .containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 960L, 1440L);
    assertThat(ends.subList(8, 19)).containsOnly(CREATED.plus(Duration.ofHours(24)));
    assertThat(ends.getLast()).isEqualTo(UserRules.NEVER);
  }

  @Test
  @Tag("SCA-5")
  void shouldLetNoMoreFailuresPassWhenThePolicyChanges() {
    // Given
    Policy strict = Fixtures.policy().maximumConsecutiveFailedProofs(3).build();

    // When
    Decision afterFour = fail(failedOften(4), IN_TIME, strict);
    Decision afterTwo = fail(failedOften(2), IN_TIME, strict);
    Decision afterOne = fail(failedOften(1), IN_TIME, strict);

    // Then
    assertThat(afterFour.events()).hasAtLeastOneElementOfType(UserLocked.class);
    assertThat(afterTwo.events()).contains(new UserLocked(IN_TIME.plus(FIRST)));
    assertThat(afterOne.events()).containsExactly(new ProofRejected(PHONE));
  }

  @Test
  void shouldBeginAnewWithAProofThatVerifies() {
    // Given
    State state = stateOf(failedOften(4), Fixtures.retrieved());

    // When
    State after =
        Evolution.evolve(
            state,
            Decider.decide(state, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME)).events());

    // Then
    assertThat(after.user().standing()).isEqualTo(Standing.GOOD);
    assertThat(after.user().device(PHONE).orElseThrow().status().failedProofs()).isZero();
  }

  @Test
  void shouldNotBeginAnewWithAnApprovalAtAProvider() {
    // Given
    Standing held = failedOften(3).standing().lockedUntil(IN_TIME);
    State state =
        stateOf(
            userWithDevices().with(held.refused().coolDownUntil(IN_TIME)), Fixtures.awaitingUser());
    Command signed =
        Fixtures.outcome(
            new ProviderOutcome.Signed(Fixtures.providerProof(PROVIDER_KEYS)), IN_TIME);

    // When
    State after = Evolution.evolve(state, Decider.decide(state, signed, facts(IN_TIME)).events());

    // Then
    assertThat(Stage.of(after.operation())).isEqualTo(Stage.APPROVED);
    assertThat(after.user().standing()).isEqualTo(held);
  }

  @Test
  void shouldNotBeginAnewWithARefusal() {
    // Given
    State state = stateOf(failedOften(3), Fixtures.retrieved());

    // When
    State after =
        Evolution.evolve(
            state,
            Decider.decide(state, Fixtures.decline(DeclineReason.UNWANTED, IN_TIME), facts(IN_TIME))
                .events());

    // Then
    assertThat(after.user().standing()).isEqualTo(failedOften(3).standing().refused());
  }

  @Test
  @Tag("NI-4")
  void shouldLockWhenTheUserSaysThatItWasSomebodyElse() {
    // Given
    State state = stateOf(failedOften(2), Fixtures.retrieved());

    // When
    Decision decision =
        Decider.decide(state, Fixtures.decline(DeclineReason.NOT_ME, IN_TIME), facts(IN_TIME));
    State after = Evolution.evolve(state, decision.events());

    // Then
    assertThat(decision.events().getFirst())
        .isInstanceOfSatisfying(
            OperationDisowned.class,
            disowned -> {
              assertThat(disowned.decidedAt()).isEqualTo(IN_TIME);
              assertThat(disowned.evidence().document()).isEqualTo(Fixtures.document());
            });
    assertThat(decision.events().getLast()).isEqualTo(new UserLocked(IN_TIME.plus(FIRST)));
    assertThat(after.user().standing())
        .isEqualTo(new Standing(2, 0, Optional.of(IN_TIME.plus(FIRST)), 1, Optional.empty()));
    assertThat(((OperationState.Closed) after.operation()).reason())
        .isEqualTo(Reason.DISOWNED_BY_USER);
  }

  @Test
  void shouldLiftEverythingWhenTheTenantUnlocks() {
    // Given
    Standing held = failedOften(3).standing().lockedUntil(UserRules.NEVER).refused();
    State state = stateOf(userWithDevices().with(held.coolDownUntil(IN_TIME)), new Absent());

    // When
    Decision decision = Decider.decide(state, new UnlockUser(IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision)
        .isEqualTo(new Decision(List.of(new UserUnlocked()), new Answer.UserChanged()));
    assertThat(Evolution.evolve(state, decision.events()).user().standing())
        .isEqualTo(Standing.GOOD);
  }

  @Test
  void shouldCountTheFailuresOfEachDevice() {
    // Given
    UserState user = userWithDevices();

    // When
    UserState after =
        evolved(evolved(user, fail(user, IN_TIME, PATIENT)), fail(user, IN_TIME, PATIENT));

    // Then
    assertThat(after.device(PHONE).orElseThrow().status().failedProofs()).isEqualTo(2);
    assertThat(after.device(TABLET).orElseThrow().status().failedProofs()).isZero();
  }

  private static UserState failedOften(int failures) {
    UserState user = userWithDevices();
    for (int failure = 0; failure < failures; failure++) {
      user = evolved(user, fail(user, CREATED, PATIENT));
    }
    return user;
  }

  private static Standing expiredLock(Standing standing) {
    return new Standing(
        standing.consecutiveFailedProofs(),
        standing.failedProofsSinceLock(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private static Decision fail(UserState user, Instant at, Policy policy) {
    return Decider.decide(
        stateOf(user, Fixtures.retrieved()), submit(WRONG_PROOF, at), facts(at, policy));
  }

  /** The user alone: the operation is another one each time. */
  private static UserState evolved(UserState user, Decision decision) {
    UserState after =
        Evolution.evolve(stateOf(user, Fixtures.retrieved()), decision.events()).user();
    return new UserState(
        after.key(),
        after.sequence(),
        0,
        after.standing(),
        after.scopes(),
        after.credentials(),
        after.ringing());
  }
}
