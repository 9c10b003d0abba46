package dev.assent.processor.decision;

import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AwaitingUser;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.processor.decision.OperationState.UnknownAtProvider;
import dev.assent.schemas.model.Reason;

/** Every state of an operation, a closed one by its outcome. */
enum Stage {
  ABSENT,
  PENDING,
  CHALLENGED,
  RETRIEVED,
  DISPATCHED,
  UNKNOWN_AT_PROVIDER,
  AWAITING_USER,
  APPROVED,
  DECLINED,
  CANCELLED,
  EXPIRED,
  FAILED;

  static Stage of(OperationState state) {
    return switch (state) {
      case Absent _ -> ABSENT;
      case Pending _ -> PENDING;
      case Challenged _ -> CHALLENGED;
      case Retrieved _ -> RETRIEVED;
      case Dispatched _ -> DISPATCHED;
      case UnknownAtProvider _ -> UNKNOWN_AT_PROVIDER;
      case AwaitingUser _ -> AWAITING_USER;
      case Closed closed -> valueOf(closed.outcome().name());
    };
  }

  boolean open() {
    return this == PENDING || this == CHALLENGED || this == RETRIEVED || atProvider();
  }

  boolean atProvider() {
    return this == DISPATCHED || this == UNKNOWN_AT_PROVIDER || this == AWAITING_USER;
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
      case DISPATCHED -> Fixtures.dispatched();
      case UNKNOWN_AT_PROVIDER -> Fixtures.unknownAtProvider();
      case AWAITING_USER -> Fixtures.awaitingUser();
      case APPROVED -> Fixtures.retrieved().approved(Fixtures.IN_TIME);
      case DECLINED -> Fixtures.retrieved().declined(Reason.DECLINED_BY_USER, Fixtures.IN_TIME);
      case CANCELLED ->
          Fixtures.retrieved().cancelled(Reason.CANCELLED_BY_RELYING_PARTY, Fixtures.IN_TIME);
      case EXPIRED -> Fixtures.retrieved().expired(Fixtures.DEADLINE);
      case FAILED -> Fixtures.retrieved().failed(Reason.TOO_MANY_FAILED_PROOFS, Fixtures.IN_TIME);
    };
  }
}
