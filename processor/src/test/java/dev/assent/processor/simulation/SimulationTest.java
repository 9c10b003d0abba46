package dev.assent.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the simulation under many seeds. A failure names its seed: {@code -Dassent.seed=...} runs
 * exactly that one again and prints what happened; {@code -Dassent.simulation.seeds=...} says how
 * many are run.
 */
final class SimulationTest {
  private static final int SEEDS = Integer.getInteger("assent.simulation.seeds", 1_000);

  @Test
  void shouldKeepEveryPromiseWhateverGoesWrong() {
    Long replayed = Long.getLong("assent.seed");
    if (replayed != null) {
      new Simulation(replayed, Trace.printed(System.out)).run();
      return;
    }
    // Given: other seeds in each run
    long first = System.nanoTime() & Integer.MAX_VALUE;
    System.out.printf("SimulationTest: seeds %d to %d%n", first, first + SEEDS - 1);

    // When / Then
    LongStream.range(first, first + SEEDS).parallel().forEach(SimulationTest::run);
  }

  @Test
  void shouldDoTheSameUnderTheSameSeed() {
    // Given
    Trace once = Trace.silent();
    Trace again = Trace.silent();

    // When
    new Simulation(1, once).run();
    new Simulation(1, again).run();

    // Then
    assertThat(again.summary()).isEqualTo(once.summary());
  }

  private static void run(long seed) {
    try {
      new Simulation(seed, Trace.silent()).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed "
              + seed
              + " fails; see what happens with -Dtest=SimulationTest -Dassent.seed="
              + seed
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
