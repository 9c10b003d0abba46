package dev.assent.processor.decision;

/** An operation as the model sees it: a few plain fields and no events. */
final class ModelOperation {
  final long deadline;
  final int challenge;
  Stage stage = Stage.CHALLENGED;
  String holder = "";
  int failedProofs;

  ModelOperation(long deadline, int challenge) {
    this.deadline = deadline;
    this.challenge = challenge;
  }
}
