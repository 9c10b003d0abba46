package dev.assent.connectors.worker;

/** What becomes of a delivered task. */
public enum Verdict {
  /** Its outcome is in the log, or it needs none. */
  DONE,
  /** A dead letter about it is in the log. */
  SET_ASIDE,
  /** Nothing is in the log: somebody must look at it again. */
  GIVE_BACK
}
