package dev.assent.standalone.demo;

/** The story went otherwise than it should; the message says how. */
public final class StoryFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StoryFailure(String message) {
    super(message);
  }

  StoryFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Fails a story that is not as it should be.
   *
   * @param expectation how it should be
   */
  static void unless(boolean holds, String expectation) throws StoryFailure {
    if (!holds) {
      throw new StoryFailure("Not as it should be: " + expectation);
    }
  }
}
