package dev.assent.processor.decision;

import java.util.SplittableRandom;

/**
 * Seeds of the tests with generated input. A failure names the seed of its sequence: {@code
 * -Dassent.seed=... -Dassent.sequences=1} runs exactly that one again.
 */
public final class Seeds {
  private final long first;
  private final int sequences;

  private Seeds(long first, int sequences) {
    this.first = first;
    this.sequences = sequences;
  }

  /** As the system properties say, or a fresh seed and the given number of sequences. */
  public static Seeds of(String test, int defaultSequences) {
    Seeds seeds =
        new Seeds(
            Long.getLong("assent.seed", System.nanoTime()),
            Integer.getInteger("assent.sequences", defaultSequences));
    System.out.printf("%s: -Dassent.seed=%d, %d sequences%n", test, seeds.first, seeds.sequences);
    return seeds;
  }

  /** How many sequences there are. */
  public int count() {
    return sequences;
  }

  /** Runs every sequence. */
  public void forEach(Sequence sequence) {
    for (int index = 0; index < sequences; index++) {
      long seed = first + index;
      try {
        sequence.run(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "run again with -Dassent.seed=" + seed + " -Dassent.sequences=1: " + e.getMessage(), e);
      }
    }
  }

  /** One sequence of generated input. */
  @FunctionalInterface
  public interface Sequence {
    /** Generates and checks. */
    void run(SplittableRandom random);
  }
}
