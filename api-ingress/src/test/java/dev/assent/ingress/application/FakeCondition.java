package dev.assent.ingress.application;

/** As ready as the test says. */
final class FakeCondition implements Condition {
  volatile boolean ready = true;

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public boolean alive() {
    return true;
  }

  @Override
  public int inFlight() {
    return 0;
  }
}
