package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random commands against the decisions and against a model that shares nothing with them, and
 * after each the invariants of the design.
 */
final class DecisionModelTest {
  private static final int SEQUENCES = 100_000;

  @Test
  @Tag("DL-3")
  @Tag("DL-4")
  @Tag("SCA-2")
  @Tag("SCA-5")
  @Tag("EI-3")
  @Tag("AS-20")
  @Tag("CR-7")
  void shouldHoldTheInvariantsForAnySequenceOfCommands() {
    // Given
    Seeds seeds = Seeds.of("decisions", SEQUENCES);
    Map<String, Integer> seen = new TreeMap<>();

    // When / Then
    seeds.forEach(random -> new ModelRun(random, seen).all());
    System.out.println("decisions: answers and states seen: " + seen);
    if (seeds.count() >= SEQUENCES) {
      Stream.of(Stage.values())
          .filter(stage -> stage != Stage.PENDING)
          .forEach(
              stage -> assertThat(seen.get(stage.name())).as("%s", stage).isGreaterThan(1_000));
    }
  }
}
