package dev.assent.schemas.ocra;

/**
 * What verification found. Whatever it is, the position takes the place of the one that was
 * verified with, in the same transaction (OC-6).
 */
public sealed interface OcraVerdict {
  /** Where the authenticator stands now. */
  OcraPosition position();

  /** The response is right, and its counter and time step are used up. */
  record Accepted(OcraPosition position) implements OcraVerdict {}

  /**
   * The response is right for a counter beyond the look-ahead. It approves nothing, and counts and
   * is answered as a failure like any other; but if the very next response is right for the next
   * counter, that one is accepted (OC-6).
   */
  record OutOfStep(OcraPosition position) implements OcraVerdict {}

  /** The response is wrong, or was used up before. */
  record Rejected(OcraPosition position) implements OcraVerdict {}
}
