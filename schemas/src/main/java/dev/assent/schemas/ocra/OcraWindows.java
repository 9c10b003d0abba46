package dev.assent.schemas.ocra;

/**
 * How far an authenticator may be ahead or astray (OC-6, OC-7). Each value that is tried is one
 * more that a guess may hit.
 *
 * @param lookAhead counters tried beyond the next expected one, 0 to {@value #MOST_LOOK_AHEAD}
 * @param driftSteps time steps tried before and after the present one, 0 to {@value
 *     #MOST_DRIFT_STEPS}
 * @param resynchronisation counters tried beyond the look-ahead, of which two in a row must be met
 *     by two responses in a row, 0 (none) to {@value #MOST_RESYNCHRONISATION}
 */
public record OcraWindows(int lookAhead, int driftSteps, int resynchronisation) {
  /** The widest look-ahead. */
  public static final int MOST_LOOK_AHEAD = 20;

  /** The widest drift. */
  public static final int MOST_DRIFT_STEPS = 10;

  /** The widest window for resynchronisation. */
  public static final int MOST_RESYNCHRONISATION = 100;

  public OcraWindows {
    requireRange(lookAhead, MOST_LOOK_AHEAD, "look-ahead");
    requireRange(driftSteps, MOST_DRIFT_STEPS, "drift");
    requireRange(resynchronisation, MOST_RESYNCHRONISATION, "resynchronisation");
  }

  private static void requireRange(int value, int most, String window) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "the window for %s must be from 0 to %d".formatted(window, most));
    }
  }
}
