package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.schemas.model.Reason;
import java.util.Arrays;
import java.util.List;

/**
 * One line of the table: what comes of a command in a state.
 *
 * @param situation what else is the case, in words
 * @param answer the answer's name, or the reason of a refusal
 * @param events names of the events, in order
 */
record Transition(
    Stage stage,
    String situation,
    State state,
    Command command,
    Facts facts,
    String answer,
    List<String> events,
    Stage next) {

  static Line in(Stage stage, Command command, Facts facts) {
    return new Line(stage, "", Fixtures.stateOf(stage.operation()), command, facts);
  }

  /** The command's name; outcomes of providers are commands of their own here. */
  String subject() {
    return command instanceof RecordOutcome outcome
        ? name(command) + " " + name(outcome.outcome())
        : name(command);
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName();
  }

  /** A line before it says what comes of it. */
  record Line(Stage stage, String situation, State state, Command command, Facts facts) {

    Line when(String words) {
      return new Line(stage, words, state, command, facts);
    }

    /** Of a user with nothing open but the operation itself. */
    Line of(UserState user) {
      return of(Fixtures.stateOf(user, state.operation()));
    }

    Line of(State other) {
      return new Line(stage, situation, other, command, facts);
    }

    Transition refused(Reason reason) {
      return new Transition(
          stage, situation, state, command, facts, reason.name(), List.of(), stage);
    }

    Transition refused(Reason reason, Stage next, Class<?>... events) {
      return new Transition(
          stage, situation, state, command, facts, reason.name(), names(events), next);
    }

    Transition answered(Class<? extends Answer> answer, Stage next, Class<?>... events) {
      return new Transition(
          stage, situation, state, command, facts, answer.getSimpleName(), names(events), next);
    }

    private static List<String> names(Class<?>... events) {
      return Arrays.stream(events).map(Class::getSimpleName).toList();
    }
  }
}
