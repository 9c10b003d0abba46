package dev.assent.processor.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Virtual time and all chance of one simulation. Nothing happens between two planned actions. */
final class Scheduler {
  private final PriorityQueue<Planned> queue =
      new PriorityQueue<>(Comparator.comparingLong(Planned::at).thenComparingLong(Planned::number));
  private final SplittableRandom random;
  private final Trace trace;
  private final long start;
  private long now;
  private long planned;

  private record Planned(long at, long number, Runnable action) {}

  /**
   * @param start milliseconds of the epoch
   */
  Scheduler(long seed, long start, Trace trace) {
    this.random = new SplittableRandom(seed);
    this.start = start;
    this.now = start;
    this.trace = trace;
  }

  /** The true time, in milliseconds of the epoch, that no node's clock shows exactly. */
  long now() {
    return now;
  }

  /** Plans an action. */
  void after(long milliseconds, Runnable action) {
    queue.add(new Planned(now + milliseconds, planned++, action));
  }

  /** Lets everything happen that is planned up to the time, in milliseconds since the start. */
  void runUntil(long sinceStart) {
    long end = start + sinceStart;
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      Planned next = queue.poll();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** A number, both bounds included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A generator of its own for something that draws at its own pace. */
  RandomGenerator split() {
    return random.split();
  }

  /** Notes that something rare was reached. */
  void reach(String rarity) {
    trace.reach(rarity);
  }

  /** Notes what happens, so that two runs can be compared and one can be read. */
  void note(String event) {
    trace.add(now - start, event);
  }
}
