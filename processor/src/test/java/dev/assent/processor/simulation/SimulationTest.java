package dev.assent.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the simulation under many seeds. A failure names its seed: {@code -Dassent.seed=...} runs
 * exactly that one again and prints what happened; {@code -Dassent.simulation.seeds=...} says how
 * many are run.
 */
final class SimulationTest {
  private static final int STANDARD = 1_000;
  private static final int SEEDS = Integer.getInteger("assent.simulation.seeds", STANDARD);

  /** What nothing would be known about if it were not reached any more. */
  private static final List<String> RARE =
      List.of(
          "aborted",
          "claimed, APPROVED",
          "crash in transaction",
          "fenced",
          "phone called, START",
          "phone called, STATUS",
          "refused CHALLENGE_NOT_HELD",
          "refused CHALLENGE_UNKNOWN",
          "refused CREDENTIAL_EXISTS",
          "refused USER_LOCKED",
          "refused VERSION_CONFLICT",
          "repeated",
          "started again",
          "transaction timed out",
          "DEVICE PROOF_VERIFIED matched",
          "IDP PROOF_VERIFIED",
          "MSSP PROOF_VERIFIED");

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

    Set<String> reached = ConcurrentHashMap.newKeySet();

    // When / Then
    LongStream.range(first, first + SEEDS).parallel().forEach(seed -> reached.addAll(run(seed)));
    if (SEEDS >= STANDARD) {
      assertThat(reached).containsAll(RARE);
    }
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

  private static Set<String> run(long seed) {
    Trace trace = Trace.silent();
    try {
      new Simulation(seed, trace).run();
      return trace.reached();
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
