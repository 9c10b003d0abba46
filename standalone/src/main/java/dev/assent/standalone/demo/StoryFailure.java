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
}
