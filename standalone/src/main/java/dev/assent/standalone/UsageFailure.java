package dev.assent.standalone;

/** The command line or the environment asks for something that cannot be; the message says what. */
final class UsageFailure extends Exception {
  private static final long serialVersionUID = 1L;

  UsageFailure(String message) {
    super(message);
  }
}
