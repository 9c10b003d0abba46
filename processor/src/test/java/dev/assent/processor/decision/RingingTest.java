package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.cancel;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.NextStepScheduled;
import dev.assent.processor.decision.Event.TransactionQueued;
import dev.assent.processor.decision.Event.TransactionRestarted;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.ProviderOutcome.Accepted;
import dev.assent.processor.decision.ProviderOutcome.AnswerLost;
import dev.assent.processor.decision.ProviderOutcome.Declined;
import dev.assent.processor.decision.ProviderOutcome.Unreachable;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProviderRefusal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One operation at a time for a user's phone. */
final class RingingTest {
  private static final Accepted ACCEPTED =
      new Accepted(Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void shouldQueueTheSecondWhileThePhoneIsAskedForTheFirst() {
    // Given
    UserState ringing = create(MobileFixtures.user(), "first", CREATED).user();

    // When
    Decision second =
        Decider.decide(
            new State(ringing, new Absent()), creation("second", CREATED), facts(CREATED));

    // Then
    assertThat(second.events()).hasSize(2).last().isInstanceOf(TransactionQueued.class);
    Transaction queued = ((TransactionQueued) second.events().getLast()).transaction();
    assertThat(queued.attempt()).isZero();
    assertThat(queued.nextStepAt().orElseThrow())
        .isBetween(CREATED.plusSeconds(1), CREATED.plusSeconds(2));
  }

  @Test
  void shouldCallForTheSecondOnceTheFirstHasItsAnswer() {
    // Given
    State first = create(MobileFixtures.user(), "first", CREATED);
    State second = create(first.user(), "second", CREATED);
    State waiting = look(second, CREATED.plusSeconds(10));
    State answered = tell(new State(waiting.user(), first.operation()), new Declined());

    // When
    State called = look(new State(answered.user(), waiting.operation()), CREATED.plusSeconds(20));

    // Then
    assertThat(waiting.operation()).isInstanceOf(Dispatched.class);
    assertThat(((AtProvider) waiting.operation()).transaction().attempt()).isZero();
    assertThat(((AtProvider) called.operation()).transaction().attempt()).isOne();
    assertThat(called.user().ringing()).contains(new Ringing("second", DEADLINE));
  }

  @Test
  void shouldWaitUntilThePhoneStopsAskingForWhatWasCancelled() {
    // Given
    State first = create(MobileFixtures.user(), "first", CREATED);
    UserState cancelled =
        Evolution.evolve(first, Decider.decide(first, cancel(IN_TIME), facts(IN_TIME)).events())
            .user();

    // When
    List<Event> before =
        Decider.decide(state(cancelled), creation("second", IN_TIME), facts(IN_TIME)).events();
    List<Event> after =
        Decider.decide(state(cancelled), creation("second", DEADLINE), facts(DEADLINE)).events();

    // Then
    assertThat(before).last().isInstanceOf(TransactionQueued.class);
    assertThat(after).last().isInstanceOf(TransactionStarted.class);
  }

  @Test
  void shouldNotMakeAnIdentityProviderWait() {
    // Given
    UserState user =
        MobileFixtures.user().with(Fixtures.userWithDevices().credentials().get(Fixtures.PROVIDER));
    UserState ringing = create(user, "first", CREATED).user();
    CreateOperation create =
        new CreateOperation(
            "second", new TermsBuilder().channel(Channel.IDP).build(), CREATED, "test", 1, false);

    // When
    Decision second = Decider.decide(state(ringing), create, facts(CREATED));

    // Then
    assertThat(second.events()).last().isInstanceOf(TransactionStarted.class);
  }

  @Test
  void shouldNeverHaveTheProviderAskForTwoAtATime() {
    Seeds.of("phones", 2_000).forEach(RingingTest::check);
  }

  /** The provider asks for whatever it was given until it says or was told that it is over. */
  private static void check(SplittableRandom random) {
    UserState user = MobileFixtures.user();
    Map<String, OperationState> operations = new LinkedHashMap<>();
    Map<String, Instant> asking = new LinkedHashMap<>();
    Instant now = CREATED;
    for (int step = 0; step < 60; step++) {
      now = now.plusMillis(random.nextInt(5_000));
      String id = "operation-" + random.nextInt(4);
      OperationState before = operations.getOrDefault(id, new Absent());
      Command command = command(random, id, before, now);
      Decision decision = Decider.decide(new State(user, before), command, facts(now));
      State after = Evolution.evolve(new State(user, before), decision.events());
      user = after.user();
      operations.put(id, after.operation());
      for (Event event : decision.events()) {
        if (event instanceof TransactionStarted || event instanceof TransactionRestarted) {
          asking.put(id, ((Open) after.operation()).operation().expiresAt());
        }
      }
      if (!(after.operation() instanceof Open) && !(command instanceof Command.CancelOperation)) {
        if (before instanceof Open) {
          asking.remove(id);
        }
      }
      Instant latest = now;
      Set<String> ringing = new HashSet<>(asking.keySet());
      ringing.removeIf(one -> !latest.isBefore(asking.get(one)));
      assertThat(ringing).as("asked for at %s after %s", now, command).hasSizeLessThan(2);
    }
  }

  private static Command command(
      SplittableRandom random, String id, OperationState before, Instant now) {
    if (!(before instanceof AtProvider open)) {
      return creation(id, now);
    }
    return switch (random.nextInt(8)) {
      case 0 -> cancel(now);
      case 1 -> outcome(open, new Declined(), now);
      case 2 -> outcome(open, Fixtures.refusedThere(ProviderRefusal.OTHER), now);
      case 3 -> outcome(open, new Unreachable(), now);
      case 4 -> outcome(open, random.nextBoolean() ? new AnswerLost() : ACCEPTED, now);
      case 5 -> new ExpireOperation();
      default -> new ContinueOperation();
    };
  }

  private static State create(UserState user, String id, Instant at) {
    State state = state(user);
    return Evolution.evolve(state, Decider.decide(state, creation(id, at), facts(at)).events());
  }

  private static State state(UserState user) {
    return new State(user, new Absent());
  }

  private static CreateOperation creation(String id, Instant at) {
    return new CreateOperation(id, MobileFixtures.terms(), at, "test", 1, false);
  }

  /** The timer of its next step fires. */
  private static State look(State state, Instant at) {
    Decision decision = Decider.decide(state, new ContinueOperation(), facts(at));
    assertThat(decision.events())
        .singleElement()
        .isInstanceOfAny(NextStepScheduled.class, TransactionRestarted.class);
    return Evolution.evolve(state, decision.events());
  }

  private static State tell(State state, ProviderOutcome outcome) {
    Decision decision =
        Decider.decide(
            state, outcome((AtProvider) state.operation(), outcome, IN_TIME), facts(IN_TIME));
    return Evolution.evolve(state, decision.events());
  }

  private static RecordOutcome outcome(AtProvider open, ProviderOutcome outcome, Instant at) {
    return new RecordOutcome(
        open.transaction().transactionId(), open.transaction().attempt(), outcome, at);
  }
}
