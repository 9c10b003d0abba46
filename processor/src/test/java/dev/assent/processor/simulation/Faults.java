package dev.assent.processor.simulation;

/** What can go wrong, until it is switched off. Probabilities are per occasion. */
final class Faults {
  private final Scheduler scheduler;
  private boolean active = true;

  Faults(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** From now on nothing goes wrong any more. */
  void stop() {
    active = false;
  }

  boolean active() {
    return active;
  }

  boolean happens(double probability) {
    return active && scheduler.chance(probability);
  }

  /** How long something on the network takes, in milliseconds: seldom much longer than usual. */
  long delay() {
    return happens(0.1) ? scheduler.between(50, 6_000) : scheduler.between(1, 12);
  }

  /** What a node's clock is off, in milliseconds. */
  long skew() {
    return scheduler.between(-2_000, 2_000);
  }
}
