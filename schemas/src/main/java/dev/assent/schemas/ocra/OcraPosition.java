package dev.assent.schemas.ocra;

import java.util.OptionalLong;

/**
 * What of an authenticator's counter and time is used up: the state of a credential between two
 * responses. It only moves forward.
 *
 * @param nextCounter the next counter expected, 0 or more; empty for a suite without counter
 * @param lastTimeStep the last time step accepted; empty where there was none or the suite has no
 *     time step
 * @param outOfStep the counter that the last response met beyond the look-ahead, of which the next
 *     response must meet the successor; empty where the last response met none
 */
public record OcraPosition(
    OptionalLong nextCounter, OptionalLong lastTimeStep, OptionalLong outOfStep) {
  public OcraPosition {
    if (nextCounter.orElse(0) < 0 || lastTimeStep.orElse(0) < 0) {
      throw new IllegalArgumentException("counter and time step must be 0 or more");
    }
    if (outOfStep.isPresent()
        && (nextCounter.isEmpty() || outOfStep.getAsLong() < nextCounter.getAsLong())) {
      throw new IllegalArgumentException("a counter out of step is ahead of the next one expected");
    }
  }

  /** The position of a new authenticator, whose counter, if any, stands at 0. */
  public static OcraPosition initial(OcraSuite suite) {
    return new OcraPosition(
        suite.usesCounter() ? OptionalLong.of(0) : OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
