package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.challenged;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.decline;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.retrieved;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.Refused;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UserRulesTest {
  private static final Duration LOCK = Duration.ofMinutes(30);
  private static final Policy POLICY =
      Fixtures.policy()
          .maximumFailedProofs(5)
          .maximumConsecutiveFailedProofs(5)
          .lockDuration(LOCK)
          .toleratedRefusals(2)
          .coolDown(Duration.ofMinutes(1))
          .longestCoolDown(Duration.ofMinutes(3))
          .build();

  @Test
  @Tag("SCA-5")
  void shouldLockTheUserWithTheFifthConsecutiveFailureAndNoSooner() {
    // Given
    State fourTimesWrong = after(stateOf(retrieved()), Stream.generate(this::wrong).limit(4));

    // When
    State locked = after(fourTimesWrong, Stream.of(wrong()));

    // Then
    assertThat(fourTimesWrong.user().standing().lockedUntil()).isEmpty();
    assertThat(locked.user().standing().lockedUntil()).contains(IN_TIME.plus(LOCK));
    assertThat(Stage.of(locked.operation())).isEqualTo(Stage.FAILED);
  }

  @Test
  @Tag("SCA-5")
  @Tag("SCA-6")
  void shouldAcceptNothingOfALockedUserBeforeTheLockEnds() {
    // Given
    UserState user = locked();
    Instant last = IN_TIME.plus(LOCK).minusMillis(1);
    State open = stateOf(user, challenged());
    State waiting = stateOf(user, retrieved());

    // When
    List<Answer> answers =
        List.of(
            decide(new State(user, new Absent()), creation()).answer(),
            decide(open, retrieve(Fixtures.PHONE, IN_TIME)).answer(),
            decide(waiting, submit(proof(PHONE_KEYS), IN_TIME)).answer());

    // Then
    assertThat(answers)
        .containsOnly(new Refused(Reason.USER_LOCKED, Optional.of(IN_TIME.plus(LOCK))));
    assertThat(user.standing().lock(last)).isPresent();
    assertThat(user.standing().lock(last.plusMillis(1))).isEmpty();
  }

  @Test
  @Tag("SCA-6")
  void shouldLiftALockOnlyByTheCommandForIt() {
    // Given
    State locked = new State(locked(), new Absent());

    // When
    State unlocked = after(locked, Stream.of(new UnlockUser(IN_TIME)));

    // Then
    assertThat(unlocked.user().standing()).isEqualTo(Standing.GOOD);
    assertThat(decide(unlocked, creation()).answer()).isInstanceOf(Answer.OperationChanged.class);
  }

  @Test
  @Tag("SCA-6")
  @Tag("NI-5")
  void shouldLockTwiceAsLongEachTimeAndForGoodWithTheHundredthFailure() {
    // Given
    Standing standing = Standing.GOOD;
    List<Duration> locks = new ArrayList<>();

    // When
    for (int failure = 1; failure < UserRules.MOST_CONSECUTIVE_FAILURES; failure++) {
      standing = standing.proofRejected();
      Optional<UserLocked> lock = UserRules.lock(standing, POLICY, CREATED);
      if (lock.isPresent()) {
        locks.add(Duration.between(CREATED, lock.get().until()));
        standing = standing.lockedUntil(lock.get().until());
      }
    }
    Optional<UserLocked> hundredth = UserRules.lock(standing.proofRejected(), POLICY, CREATED);

    // Then
    assertThat(locks)
        .hasSize(19)
        .startsWith(LOCK, LOCK.multipliedBy(2), LOCK.multipliedBy(4), LOCK.multipliedBy(8))
        .isSorted()
        .endsWith(Duration.ofHours(24));
    assertThat(hundredth).contains(new UserLocked(UserRules.NEVER));
  }

  @Test
  @Tag("NI-4")
  void shouldWaitLongerWithEachRefusalBeyondTheToleratedOnes() {
    // When
    List<Optional<CoolDownStarted>> coolDowns =
        Stream.of(2, 3, 4, 5)
            .map(refusals -> UserRules.coolDown(refusals, POLICY, CREATED))
            .toList();

    // Then
    assertThat(coolDowns)
        .containsExactly(
            Optional.empty(),
            Optional.of(new CoolDownStarted(CREATED.plus(Duration.ofMinutes(1)))),
            Optional.of(new CoolDownStarted(CREATED.plus(Duration.ofMinutes(2)))),
            Optional.of(new CoolDownStarted(CREATED.plus(Duration.ofMinutes(3)))));
  }

  @Test
  @Tag("NI-4")
  @Tag("EI-8")
  void shouldLockAUserWhoSaysNotMeAndNeverApproveWhatWasRefused() {
    // Given
    State waiting = stateOf(retrieved());

    // When
    State refused = after(waiting, Stream.of(decline(DeclineReason.NOT_ME, IN_TIME)));
    State free = after(refused, Stream.of(new UnlockUser(IN_TIME)));
    Decision approval = decide(free, submit(proof(PHONE_KEYS), IN_TIME));

    // Then
    assertThat(Stage.of(refused.operation())).isEqualTo(Stage.DECLINED);
    assertThat(refused.user().standing().lockedUntil()).contains(IN_TIME.plus(LOCK));
    assertThat(approval)
        .isEqualTo(new Decision(List.of(), new Refused(Reason.OPERATION_CLOSED, Optional.empty())));
  }

  private Command wrong() {
    return submit(WRONG_PROOF, IN_TIME);
  }

  private UserState locked() {
    return after(stateOf(retrieved()), Stream.generate(this::wrong).limit(5)).user();
  }

  private static Decision decide(State state, Command command) {
    return Decider.decide(state, command, facts(IN_TIME, POLICY));
  }

  private static State after(State state, Stream<? extends Command> commands) {
    return commands
        .map(Command.class::cast)
        .reduce(
            state,
            (current, command) -> Evolution.evolve(current, decide(current, command).events()),
            (_, last) -> last);
  }
}
