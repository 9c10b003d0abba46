package dev.assent.standalone.process;

/** Something did not start; the message is one clear line for the person who started it. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure whose message says all. */
  public StartFailure(String message) {
    super(message);
  }

  /** A failure with the exception that it comes from. */
  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
