package dev.assent.processor.simulation;

import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What is committed about one user: failed proofs, locks, open operations. */
final class UserLedger {
  private final String userId;
  private final OperationLedger operations;
  private final Set<String> open = new HashSet<>();
  private Instant lockedUntil = Instant.EPOCH;
  private int failures;

  UserLedger(String userId, OperationLedger operations) {
    this.userId = userId;
    this.operations = operations;
  }

  /**
   * @param last null for a creation
   */
  void snapshot(String key, OperationSnapshot last, OperationSnapshot next) {
    boolean handedOver = operations.wasHandedOver(next.getOperationId());
    if (next.getDecidedAt() == null) {
      open.add(key);
    } else {
      open.remove(key);
    }
    if (last == null) {
      Check.that(
          handedOver || !next.getCreatedAt().isBefore(lockedUntil),
          "an operation of a locked user: %s",
          key);
    } else {
      failed(key, next.getFailedProofs() - last.getFailedProofs(), next);
    }
  }

  /** The rival of a superseding operation is closed after it is opened, in one transaction. */
  void transactionEnds() {
    long counted =
        open.stream()
            .filter(key -> !operations.wasHandedOver(key.substring(key.lastIndexOf('/') + 1)))
            .count();
    Check.that(
        counted <= Simulation.MOST_PENDING, "%s has too many open operations: %s", userId, open);
  }

  private void failed(String key, int more, OperationSnapshot next) {
    Check.that(more == 0 || more == 1, "%d proofs failed at once: %s", more, key);
    failures += more;
    boolean locks = more == 1 && failures % Simulation.MOST_FAILURES == 0;
    boolean isLocked =
        next.getChannel() != Channel.DEVICE
            && next.getDecidedAt() != null
            && next.getDecidedAt().isBefore(lockedUntil);
    boolean saysSo = Reason.USER_LOCKED.name().equals(next.getReason());
    Check.that(
        saysSo ? locks || isLocked : !locks,
        "%d consecutive failed proofs, and then %s: %s",
        failures,
        next.getReason(),
        key);
    if (next.getState() == OperationState.APPROVED && next.getChannel() == Channel.DEVICE) {
      failures = 0;
    }
  }

  void result(OperationResult result) {
    Check.that(
        result.getOutcome() != ResultOutcome.APPROVED
            || !result.getDecidedAt().isBefore(lockedUntil),
        "a locked user approved: %s",
        result.getOperationId());
    boolean locks =
        result.getReason().equals(Reason.USER_LOCKED.name())
            || result.getReason().equals(Reason.DISOWNED_BY_USER.name());
    Check.that(
        locks == (result.getUserLockedUntil() != null),
        "the result does not say whether the user is locked: %s",
        result.getOperationId());
    if (locks) {
      lockedUntil = result.getUserLockedUntil();
    }
  }

  void unlocked() {
    failures = 0;
    lockedUntil = Instant.EPOCH;
  }

  void forgotten(String key) {
    open.remove(key);
  }
}
