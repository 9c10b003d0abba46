package dev.assent.verification.bench;

/** What is timed. */
public enum Step {
  /** From the intended start of the operation to the answer to its creation. */
  CREATE("create"),
  /** From the intended start to the challenge key's arrival, as a push would carry it. */
  PUSH("push"),
  /** The retrieval of the challenge. */
  RETRIEVE("retrieve"),
  /** Opening the message and signing it, on the device. */
  SIGN("open and sign (device)"),
  /** The proof, to its answer. */
  AUTH_USER("authUser"),
  /** From the intended start to the answer to the proof. */
  WHOLE("whole operation");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  /** Names it to people. */
  public String title() {
    return title;
  }
}
