package dev.assent.processor.decision;

/**
 * A provider's outcome as the model sees it.
 *
 * @param ofThis whether it is of the operation's own transaction
 * @param attempt number of the call that it is of
 * @param genuine for a signature: whether the user's own signer made it over this operation
 */
record ModelOutcome(Kind kind, boolean ofThis, int attempt, boolean genuine) {
  /** What it says. */
  enum Kind {
    ACCEPTED,
    STILL_PENDING,
    SIGNED,
    DECLINED,
    REFUSED,
    EXPIRED_THERE,
    UNREACHABLE,
    ANSWER_LOST,
    UNAWARE
  }

  /** Whether it tells of a call only, so that a later call makes it void. */
  boolean ofCall() {
    return switch (kind) {
      case STILL_PENDING, UNREACHABLE, ANSWER_LOST, UNAWARE -> true;
      case ACCEPTED, SIGNED, DECLINED, REFUSED, EXPIRED_THERE -> false;
    };
  }
}
