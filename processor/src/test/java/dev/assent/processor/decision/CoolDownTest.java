package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.refusalUntil;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What refusals and silence lead to. */
@Tag("NI-4")
final class CoolDownTest {
  private static final Policy POLICY =
      Fixtures.policy()
          .toleratedRefusals(2)
          .coolDown(Duration.ofSeconds(30))
          .longestCoolDown(Duration.ofMinutes(3))
          .build();

  @Test
  void shouldCoolDownTwiceAsLongEachTimeUpToTheLongest() {
    // Given
    UserState user = userWithDevices();
    List<Optional<Instant>> ends = new ArrayList<>();
    for (int refusal = 1; refusal <= 7; refusal++) {
      // When: in turn the user refuses and lets the operation run out
      State state = stateOf(user, Fixtures.retrieved());
      Command command =
          refusal % 2 == 0
              ? new ExpireOperation()
              : Fixtures.decline(DeclineReason.UNWANTED, IN_TIME);
      List<Event> events = Decider.decide(state, command, facts(DEADLINE, POLICY)).events();
      ends.add(
          events.stream()
              .filter(CoolDownStarted.class::isInstance)
              .map(started -> ((CoolDownStarted) started).until())
              .findFirst());
      user = Evolution.evolve(state, events).user();
    }

    // Then
    assertThat(ends)
        .containsExactly(
            Optional.empty(),
            Optional.empty(),
            Optional.of(IN_TIME.plusSeconds(30)),
            Optional.of(DEADLINE.plusSeconds(60)),
            Optional.of(IN_TIME.plusSeconds(120)),
            Optional.of(DEADLINE.plusSeconds(180)),
            Optional.of(IN_TIME.plusSeconds(180)));
  }

  @Test
  void shouldRefuseCreationsUntilTheCoolDownEnds() {
    // Given
    Instant until = CREATED.plusMillis(1);
    State hot = stateOf(cooling(until), new Absent());
    State cold = stateOf(cooling(CREATED), new Absent());

    // When
    Decision before = Decider.decide(hot, creation(), facts(CREATED));
    Decision after = Decider.decide(cold, creation(), facts(CREATED));

    // Then
    assertThat(before).isEqualTo(refusalUntil(until, Reason.COOLING_DOWN));
    assertThat(after.answer()).isEqualTo(new OperationChanged());
  }

  @Test
  void shouldStillTakeProofsAndForgetRefusalsWithAnApproval() {
    // Given
    State state = stateOf(cooling(DEADLINE), Fixtures.retrieved());

    // When
    Decision decision = Decider.decide(state, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME));

    // Then
    assertThat(Evolution.evolve(state, decision.events()).user().standing())
        .isEqualTo(Standing.GOOD);
  }

  @Test
  void shouldNotCoolDownWhereThePolicyHasNone() {
    // Given
    Policy none = Fixtures.policy().toleratedRefusals(0).coolDown(Duration.ZERO).build();
    State state = stateOf(Fixtures.challenged());

    // When
    Decision decision = Decider.decide(state, new ExpireOperation(), facts(DEADLINE, none));

    // Then
    assertThat(decision.events()).containsExactly(new Event.OperationExpired(DEADLINE));
  }

  @Test
  void shouldCountWhatIsLateAndWhatAProviderSays() {
    // Given
    Policy strict = Fixtures.policy().toleratedRefusals(0).build();
    Command declined = Fixtures.outcome(new ProviderOutcome.Declined(), IN_TIME);

    // When
    Decision late =
        Decider.decide(
            stateOf(Fixtures.retrieved()),
            submit(proof(PHONE_KEYS), DEADLINE),
            facts(DEADLINE, strict));
    Decision atProvider =
        Decider.decide(stateOf(Fixtures.awaitingUser()), declined, facts(IN_TIME, strict));

    // Then
    assertThat(late.events()).contains(new CoolDownStarted(DEADLINE.plus(strict.coolDown())));
    assertThat(atProvider.events()).contains(new CoolDownStarted(IN_TIME.plus(strict.coolDown())));
  }

  /** Or who asks over and over could go on asking whoever lets the phone ring. */
  @ParameterizedTest
  @EnumSource(ProviderRefusal.class)
  void shouldCountSilenceAtAProviderAndNothingElseThatItSays(ProviderRefusal refusal) {
    // Given
    Policy strict = Fixtures.policy().toleratedRefusals(0).build();
    State state = stateOf(Fixtures.awaitingUser());

    // When
    Decision decision =
        Decider.decide(
            state,
            Fixtures.outcome(Fixtures.refusedThere(refusal), IN_TIME),
            facts(IN_TIME, strict));
    Standing after = Evolution.evolve(state, decision.events()).user().standing();

    // Then
    assertThat(after)
        .isEqualTo(
            refusal == ProviderRefusal.EXPIRED
                ? Standing.GOOD.refused().coolDownUntil(IN_TIME.plus(strict.coolDown()))
                : Standing.GOOD);
  }

  @Test
  void shouldNotCountWhatTheRelyingPartyWithdraws() {
    // Given
    State state = stateOf(Fixtures.retrieved());

    // When
    State after =
        Evolution.evolve(
            state, Decider.decide(state, Fixtures.cancel(IN_TIME), facts(IN_TIME)).events());

    // Then
    assertThat(after.user().standing()).isEqualTo(Standing.GOOD);
  }

  private static UserState cooling(Instant until) {
    return userWithDevices().with(Standing.GOOD.refused().coolDownUntil(until));
  }
}
