package dev.assent.processor.decision;

/** An operation as the model sees it: a few plain fields and no events. */
final class ModelOperation {
  static final int NO_CHALLENGE = -1;
  static final long NEVER = -1;

  final long created;
  final long deadline;
  final int challenge;
  final String scope;
  final String matchingValue;
  final boolean takesPin;
  final boolean takesOcra;
  Stage stage;
  String holder = "";
  int failedProofs;
  int attempt = 1;
  long nextStep = NEVER;

  /**
   * An operation that was just created.
   *
   * @param created when, in milliseconds as all times here
   * @param challenge its number, or {@link #NO_CHALLENGE} for one at a provider
   * @param scope empty for none
   * @param matchingValue empty for none
   */
  ModelOperation(
      long created,
      long deadline,
      int challenge,
      String scope,
      String matchingValue,
      boolean takesPin,
      boolean takesOcra) {
    this.created = created;
    this.deadline = deadline;
    this.challenge = challenge;
    this.scope = scope;
    this.matchingValue = matchingValue;
    this.takesPin = takesPin;
    this.takesOcra = takesOcra;
    stage = challenge == NO_CHALLENGE ? Stage.DISPATCHED : Stage.CHALLENGED;
  }
}
