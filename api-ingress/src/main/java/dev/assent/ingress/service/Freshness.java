package dev.assent.ingress.service;

/**
 * Whether a request is answered with what is committed, or with what somebody has of it while the
 * owner of the user's part of the view moves. Asked once the answer is there.
 */
public final class Freshness {
  private volatile boolean stale;

  /** From now on the answer is known to rest on something that may be behind. */
  void lost() {
    stale = true;
  }

  /** Whether the answer may be behind. */
  public boolean isStale() {
    return stale;
  }
}
