package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Open;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One user's states and events under the real decisions, held to the invariants at each step. */
final class UserHistory {
  private final Map<String, OperationState> operations = new HashMap<>();
  private final List<Recorded> events = new ArrayList<>();
  private final UserInvariants invariants = new UserInvariants();
  private UserState user = UserState.unknown(Fixtures.USER);

  private record Recorded(String operationId, Optional<String> rival, Event event) {}

  OperationState operation(String operationId) {
    return operations.getOrDefault(operationId, new Absent());
  }

  /** Decides, checks, and takes the events over. */
  Answer decide(String operationId, Command command, Facts facts) {
    State before = stateFor(operationId, command);
    Decision decision = Decider.decide(before, command, facts);
    State after = Evolution.evolve(before, decision.events());
    Optional<String> rival = before.rival().map(state -> ((Open) state).operation().operationId());
    decision.events().forEach(event -> events.add(new Recorded(operationId, rival, event)));
    take(operationId, after);
    invariants.check(operationId, before, command, facts, decision, after, operations);
    return decision.answer();
  }

  /**
   * What was done already is not done again. A proof that fails counts each time, and what a call
   * came to puts the same step off to the same time.
   */
  void checkRepeat(String operationId, Command command, Facts facts) {
    State before = stateFor(operationId, command);
    Decision repeated = Decider.decide(before, command, facts);
    if (repeated.answer() instanceof Answer.Refused) {
      return;
    }
    State after = Evolution.evolve(before, repeated.events());
    if (command instanceof Command.RecordOutcome) {
      for (Event event : repeated.events()) {
        assertThat(event).as("a repeated outcome").isInstanceOf(Event.NextStepScheduled.class);
      }
      assertThat(Stage.of(after.operation())).isEqualTo(Stage.of(before.operation()));
    } else {
      assertThat(repeated.events()).as("a repeated %s", command).isEmpty();
    }
  }

  /** Replays all events from nothing. */
  void checkReplay() {
    UserState replayedUser = UserState.unknown(Fixtures.USER);
    Map<String, OperationState> replayed = new HashMap<>();
    for (Recorded recorded : events) {
      OperationState operation = replayed.getOrDefault(recorded.operationId(), new Absent());
      Optional<OperationState> rival = recorded.rival().map(replayed::get);
      State next = Evolution.evolve(new State(replayedUser, operation, rival), recorded.event());
      replayedUser = next.user();
      replayed.put(recorded.operationId(), next.operation());
      recorded.rival().ifPresent(id -> replayed.put(id, next.rival().orElseThrow()));
    }
    replayed.values().removeIf(Absent.class::isInstance);
    if (!replayedUser.equals(user) || !replayed.equals(operations)) {
      throw new AssertionError("broken: events lead to the same state again");
    }
  }

  private State stateFor(String operationId, Command command) {
    Map<String, String> scopes = user.scopes();
    Optional<OperationState> rival =
        command instanceof Command.CreateOperation create
            ? create
                .terms()
                .scope()
                .map(scopes::get)
                .filter(id -> !id.equals(operationId))
                .map(operations::get)
            : Optional.empty();
    return new State(user, operation(operationId), rival);
  }

  private void take(String operationId, State after) {
    user = after.user();
    if (!(after.operation() instanceof Absent)) {
      operations.put(operationId, after.operation());
    }
    after
        .rival()
        .ifPresent(
            rival -> {
              String id =
                  rival instanceof Open open
                      ? open.operation().operationId()
                      : ((OperationState.Closed) rival).operation().operationId();
              operations.put(id, rival);
            });
  }
}
