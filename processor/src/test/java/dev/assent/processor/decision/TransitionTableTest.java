package dev.assent.processor.decision;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.reference.CommittedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TransitionTableTest {
  static List<Transition> transitions() {
    return TransitionTable.all();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("transitions")
  void shouldDecideAsTheTableSays(Transition line) {
    // Given
    State before = line.state();

    // When
    Decision decision = Decider.decide(before, line.command(), line.facts());
    State after = Evolution.evolve(before, decision.events());

    // Then
    String what = "%s in %s %s".formatted(line.subject(), line.stage(), line.situation());
    assertThat(answer(decision.answer())).as(what).isEqualTo(line.answer());
    assertThat(decision.events()).as(what).map(TransitionTableTest::name).isEqualTo(line.events());
    assertThat(Stage.of(after.operation())).as(what).isEqualTo(line.next());
  }

  @Test
  @Tag("AS-1")
  void shouldVisitEveryCommandAndOutcomeInEveryState() {
    // Given
    Set<String> every = new TreeSet<>();
    for (Stage stage : Stage.values()) {
      subjects().forEach(subject -> every.add(stage + " " + subject));
    }

    // When
    Set<String> visited = new TreeSet<>();
    for (Transition line : transitions()) {
      Decider.decide(line.state(), line.command(), line.facts());
      visited.add(Stage.of(line.state().operation()) + " " + line.subject());
    }

    // Then
    assertThat(visited).isEqualTo(every);
  }

  @Test
  void shouldHaveEveryEventAndAnswerHappenSomewhere() {
    // Given
    Set<String> every = new TreeSet<>();
    Stream.concat(leaves(Event.class), leaves(Answer.class))
        .forEach(t -> every.add(t.getSimpleName()));

    // When
    Set<String> happened = new TreeSet<>();
    for (Transition line : transitions()) {
      Decision decision = Decider.decide(line.state(), line.command(), line.facts());
      happened.add(name(decision.answer()));
      decision.events().forEach(event -> happened.add(name(event)));
    }

    // Then
    assertThat(happened).isEqualTo(every);
  }

  @Test
  @Tag("EI-8")
  @Tag("AS-1")
  void shouldNeverLeaveAClosedState() {
    // Given
    List<Transition> closed = transitions().stream().filter(t -> t.stage().closed()).toList();

    // When
    List<Transition> left = closed.stream().filter(t -> t.next() != t.stage()).toList();

    // Then
    assertThat(closed).isNotEmpty();
    assertThat(left).isEmpty();
  }

  @Test
  void shouldStandOnTheReferencePage() {
    // Given
    List<Transition> lines = transitions();

    // When
    String page =
        """
        # States of an operation

        What comes of every command in every state. A refusal is written with its [reason](reasons.md); where it has
        an event all the same, the event is recorded with it. A deadline is compared with the time at which the
        ingress took the request over; a tie expires. Only timers (`ExpireOperation`, `ContinueOperation`) go by the
        processor's clock. `PENDING` is where an operation waits that has no user yet, until a device claims it.

        ## On a device

        ```mermaid
        stateDiagram-v2
        %s```

        ## At a provider

        ```mermaid
        stateDiagram-v2
        %s```

        %s
        Generated from the transition table of the decisions by a test, which also decides each line; write it anew
        with `-Dassent.update=true`.
        """
            .formatted(diagram(lines, false), diagram(lines, true), tables(lines));

    // Then
    CommittedFile.referencePageMustBe("operation-states.md", page);
  }

  private static String diagram(List<Transition> lines, boolean atProvider) {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    Set<Stage> reached = EnumSet.noneOf(Stage.class);
    for (Transition line : lines) {
      State state = line.state();
      for (Event event : Decider.decide(state, line.command(), line.facts()).events()) {
        State next = Evolution.evolve(state, event);
        boolean changed = !next.operation().equals(state.operation());
        if (changed && isAtProvider(state, next) == atProvider) {
          String arrow = node(state) + " --> " + node(next);
          arrows.computeIfAbsent(arrow, _ -> new TreeSet<>()).add(name(event));
          reached.add(Stage.of(next.operation()));
        }
        state = next;
      }
    }
    String moves =
        arrows.entrySet().stream()
            .map(e -> "  %s: %s\n".formatted(e.getKey(), String.join(", ", e.getValue())))
            .collect(joining());
    String ends =
        reached.stream()
            .filter(Stage::closed)
            .map(stage -> "  %s --> [*]\n".formatted(stage))
            .collect(joining());
    return moves + ends;
  }

  private static boolean isAtProvider(State before, State after) {
    return Stream.of(before.operation(), after.operation())
        .filter(Open.class::isInstance)
        .map(Open.class::cast)
        .anyMatch(open -> open.operation().terms().channel() != Channel.DEVICE);
  }

  private static String node(State state) {
    Stage stage = Stage.of(state.operation());
    return stage == Stage.ABSENT ? "[*]" : stage.name();
  }

  /** States in which the same comes of a command share a line. */
  private static String tables(List<Transition> lines) {
    StringBuilder page = new StringBuilder();
    for (String subject : subjects()) {
      page.append("## %s\n\n".formatted(subject));
      page.append("| state | when | answer | events | next state |\n|---|---|---|---|---|\n");
      Map<String, Set<Stage>> rows = new LinkedHashMap<>();
      for (Transition line : lines) {
        if (line.subject().equals(subject)) {
          rows.computeIfAbsent(row(line), _ -> EnumSet.noneOf(Stage.class)).add(line.stage());
        }
      }
      rows.forEach((row, stages) -> page.append("| %s %s".formatted(states(stages), row)));
      page.append('\n');
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static String states(Set<Stage> stages) {
    Set<Stage> left = EnumSet.allOf(Stage.class);
    left.removeAll(stages);
    if (left.isEmpty()) {
      return "any";
    }
    return left.size() <= 3 ? "any but " + list(left) : list(stages);
  }

  private static String list(Set<Stage> stages) {
    Set<Stage> left = EnumSet.copyOf(stages);
    List<String> words = new ArrayList<>();
    if (left.containsAll(all(Stage::open))) {
      left.removeAll(all(Stage::open));
      words.add("any open");
    }
    if (left.containsAll(all(Stage::closed))) {
      left.removeAll(all(Stage::closed));
      words.add("any closed");
    }
    return Stream.concat(left.stream().map(Stage::name), words.stream()).collect(joining(", "));
  }

  private static Set<Stage> all(Predicate<Stage> such) {
    return Arrays.stream(Stage.values()).filter(such).collect(toSet());
  }

  private static String row(Transition line) {
    return "| %s | `%s` | %s | %s |\n"
        .formatted(
            line.situation(),
            line.answer(),
            String.join(", ", line.events()),
            line.next() == line.stage() ? "" : line.next());
  }

  private static String answer(Answer answer) {
    return answer instanceof Answer.Refused(var reason, _) ? reason.name() : name(answer);
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName();
  }

  private static List<String> subjects() {
    return leaves(Command.class)
        .flatMap(
            command ->
                command == RecordOutcome.class
                    ? leaves(ProviderOutcome.class)
                        .map(outcome -> command.getSimpleName() + " " + outcome.getSimpleName())
                    : Stream.of(command.getSimpleName()))
        .toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(TransitionTableTest::leaves)
        : Stream.of(type);
  }
}
