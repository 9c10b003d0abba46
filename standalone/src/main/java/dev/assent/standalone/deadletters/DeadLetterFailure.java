package dev.assent.standalone.deadletters;

/** A command about dead letters could not be carried out; the message says all, in one line. */
public final class DeadLetterFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int FAILED = 1;
  private static final int WRONGLY_CALLED = 2;

  private final int exitStatus;

  private DeadLetterFailure(String message, int exitStatus, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  DeadLetterFailure(String message) {
    this(message, FAILED, null);
  }

  DeadLetterFailure(String message, Throwable cause) {
    this(message, FAILED, cause);
  }

  static DeadLetterFailure usage(String message) {
    return new DeadLetterFailure(message, WRONGLY_CALLED, null);
  }

  /** What the process exits with: 1 for a failure, 2 for a wrong command line. */
  public int exitStatus() {
    return exitStatus;
  }
}
