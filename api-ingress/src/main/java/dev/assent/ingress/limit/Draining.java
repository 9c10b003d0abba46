package dev.assent.ingress.limit;

/** Whether this instance is about to stop: it still answers, and asks for no more. */
public final class Draining {
  private volatile boolean begun;

  /** Begins it; there is no way back. */
  public void begin() {
    begun = true;
  }

  /** Whether it has begun. */
  public boolean isBegun() {
    return begun;
  }
}
