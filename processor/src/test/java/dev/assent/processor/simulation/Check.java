package dev.assent.processor.simulation;

/** An assertion that costs nothing while it holds: there are millions of them. */
final class Check {
  private Check() {}

  /**
   * @param message a format that says what went wrong
   */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
  static void that(boolean holds, String message, Object... details) {
    if (!holds) {
      throw new AssertionError(message.formatted(details));
    }
  }
}
