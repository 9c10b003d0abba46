package dev.assent.processor.decision;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.reference.CommittedFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TransitionTableTest {
  private static final String PAGE =
      """
      # States of an operation

      What comes of every command in every state. A refusal is written with its [reason](reasons.md); where it has
      an event all the same, the event is recorded with it. A deadline is compared with the time at which the
      ingress took the request over; a tie expires. Only a timer (`ExpireOperation`) goes by the processor's clock.

      ```mermaid
      stateDiagram-v2
      %s```

      %s
      Generated from the transition table of the decisions by a test, which also decides each line; write it anew
      with `-Dassent.update=true`.
      """;

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
    String what = "%s in %s %s".formatted(name(line.command()), line.stage(), line.situation());
    assertThat(answer(decision.answer())).as(what).isEqualTo(line.answer());
    assertThat(decision.events()).as(what).map(TransitionTableTest::name).isEqualTo(line.events());
    assertThat(Stage.of(after.operation())).as(what).isEqualTo(line.next());
  }

  @Test
  void shouldVisitEveryCommandInEveryState() {
    // Given
    Set<String> every = new TreeSet<>();
    for (Stage stage : Stage.values()) {
      leaves(Command.class).forEach(command -> every.add(stage + " " + command.getSimpleName()));
    }

    // When
    Set<String> visited = new TreeSet<>();
    for (Transition line : transitions()) {
      Decider.decide(line.state(), line.command(), line.facts());
      visited.add(Stage.of(line.state().operation()) + " " + name(line.command()));
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
    String page = PAGE.formatted(diagram(lines), tables(lines));

    // Then
    CommittedFile.referencePageMustBe("operation-states.md", page);
  }

  private static String diagram(List<Transition> lines) {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (Transition line : lines) {
      State state = line.state();
      for (Event event : Decider.decide(state, line.command(), line.facts()).events()) {
        State next = Evolution.evolve(state, event);
        if (!next.operation().equals(state.operation())) {
          String arrow = node(state) + " --> " + node(next);
          arrows.computeIfAbsent(arrow, _ -> new TreeSet<>()).add(name(event));
        }
        state = next;
      }
    }
    String moves =
        arrows.entrySet().stream()
            .map(e -> "  %s: %s\n".formatted(e.getKey(), String.join(", ", e.getValue())))
            .collect(joining());
    String ends =
        Arrays.stream(Stage.values())
            .filter(Stage::closed)
            .map(stage -> "  %s --> [*]\n".formatted(stage))
            .collect(joining());
    return moves + ends;
  }

  private static String node(State state) {
    Stage stage = Stage.of(state.operation());
    return stage == Stage.ABSENT ? "[*]" : stage.name();
  }

  private static String tables(List<Transition> lines) {
    StringBuilder page = new StringBuilder();
    for (Class<?> command : leaves(Command.class).toList()) {
      page.append("## %s\n\n".formatted(command.getSimpleName()));
      page.append("| state | when | answer | events | next state |\n|---|---|---|---|---|\n");
      Map<Stage, StringBuilder> rows = new TreeMap<>();
      for (Transition line : lines) {
        if (command.isInstance(line.command())) {
          rows.computeIfAbsent(line.stage(), _ -> new StringBuilder()).append(row(line));
        }
      }
      rows.values().forEach(page::append);
      page.append('\n');
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static String row(Transition line) {
    return "| %s | %s | `%s` | %s | %s |\n"
        .formatted(
            line.stage(),
            line.situation(),
            line.answer(),
            String.join(", ", line.events()),
            line.next() == line.stage() ? "" : line.next());
  }

  private static String answer(Answer answer) {
    return answer instanceof Answer.Refused(var reason) ? reason.name() : name(answer);
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(TransitionTableTest::leaves)
        : Stream.of(type);
  }
}
