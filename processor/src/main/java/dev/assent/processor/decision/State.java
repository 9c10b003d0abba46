package dev.assent.processor.decision;

import java.util.Optional;

/**
 * A user and the one operation that a command is about.
 *
 * @param rival for a creation with a scope: the open operation of the same scope
 */
public record State(UserState user, OperationState operation, Optional<OperationState> rival) {

  /** A user and an operation without a rival. */
  public State(UserState user, OperationState operation) {
    this(user, operation, Optional.empty());
  }

  State with(UserState changed) {
    return new State(changed, operation, rival);
  }

  State with(UserState changed, OperationState changedOperation) {
    return new State(changed, changedOperation, rival);
  }
}
