package dev.assent.standalone.canary;

/** A step of the canary did not come out as it should; the message says which, without secrets. */
final class CanaryFailure extends Exception {
  private static final long serialVersionUID = 1L;

  CanaryFailure(String message) {
    super(message);
  }
}
