package dev.assent.processor.decision;

/** A credential as the model sees it. */
final class ModelCredential {
  /** What it can prove with. */
  enum Kind {
    SIGNER,
    TOKEN,
    PROVIDER
  }

  static final long NONE = -1;

  final Kind kind;
  final long validUntil;
  boolean revoked;
  long nextCounter;
  long outOfStep = NONE;

  ModelCredential(Kind kind, long validUntil) {
    this.kind = kind;
    this.validUntil = validUntil;
  }

  boolean usable(long at) {
    return !revoked && at < validUntil;
  }

  /**
   * Whether a response with this counter is taken. Five ahead are; of fifty beyond, two in a row.
   *
   * @param counter of the response, or {@link #NONE} where it is no response to what was asked
   */
  boolean takes(long counter) {
    boolean near = counter >= nextCounter && counter <= nextCounter + 5;
    boolean follows = outOfStep != NONE && counter == outOfStep + 1;
    if (near || follows) {
      nextCounter = counter + 1;
      outOfStep = NONE;
      return true;
    }
    boolean far = counter > nextCounter + 5 && counter <= nextCounter + 55;
    outOfStep = far ? counter : NONE;
    return false;
  }
}
