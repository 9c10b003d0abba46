package dev.assent.processor.decision;

import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;

/** Every state of an operation, a closed one by its outcome. */
enum Stage {
  ABSENT,
  PENDING,
  CHALLENGED,
  RETRIEVED,
  APPROVED,
  CANCELLED,
  EXPIRED,
  FAILED;

  static Stage of(OperationState state) {
    return switch (state) {
      case Absent _ -> ABSENT;
      case Pending _ -> PENDING;
      case Challenged _ -> CHALLENGED;
      case Retrieved _ -> RETRIEVED;
      case Closed closed -> valueOf(closed.outcome().name());
    };
  }

  boolean open() {
    return this == PENDING || this == CHALLENGED || this == RETRIEVED;
  }

  boolean closed() {
    return !open() && this != ABSENT;
  }

  /** An example. */
  OperationState operation() {
    return switch (this) {
      case ABSENT -> new Absent();
      case PENDING -> Fixtures.pending();
      case CHALLENGED -> Fixtures.challenged();
      case RETRIEVED -> Fixtures.retrieved();
      case APPROVED -> closed(ResultOutcome.APPROVED, Reason.PROOF_VERIFIED);
      case CANCELLED -> closed(ResultOutcome.CANCELLED, Reason.CANCELLED_BY_RELYING_PARTY);
      case EXPIRED -> closed(ResultOutcome.EXPIRED, Reason.DEADLINE_PASSED);
      case FAILED -> closed(ResultOutcome.FAILED, Reason.TOO_MANY_FAILED_PROOFS);
    };
  }

  private static Closed closed(ResultOutcome outcome, Reason reason) {
    return Fixtures.retrieved().closed(outcome, reason, Fixtures.IN_TIME);
  }
}
