package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.HandOverRequested;
import dev.assent.processor.decision.Answer.HandedOver;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.ClaimOperation;
import dev.assent.processor.decision.Command.HandOverOperation;
import dev.assent.processor.decision.Event.OperationHandedOver;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation without a user finds one: the claiming device's own user is asked first whether it
 * may claim, then whoever has the operation whether it is still to be had.
 */
final class Claiming {
  private Claiming() {}

  static Decision claim(State state, ClaimOperation claim, Facts facts) {
    UserState user = state.user();
    Instant at = claim.receivedAt();
    boolean claimed = state.operation() instanceof Challenged;
    if (!claimed && !(state.operation() instanceof Absent)) {
      return refused(Reason.OPERATION_UNKNOWN);
    }
    Optional<Instant> lockedUntil = user.standing().lock(at);
    if (lockedUntil.isPresent()) {
      return Decision.refusedUntil(lockedUntil.get(), Reason.USER_LOCKED);
    }
    Optional<Device> device = user.usableDevice(claim.serialNumber(), at);
    if (device.isEmpty()) {
      return refused(Reason.NO_ELIGIBLE_CREDENTIAL);
    }
    if (claimed) {
      return accepted(new OperationChanged());
    }
    if (user.openOperations() >= facts.policy().maximumPending()) {
      return refused(Reason.TOO_MANY_PENDING);
    }
    return accepted(new HandOverRequested(device.get()));
  }

  static Decision handOver(State state, HandOverOperation handOver) {
    return switch (state.operation()) {
      case Pending pending when pending.operation().isPastDeadline(handOver.receivedAt()) ->
          refused(Reason.DEADLINE_PASSED, new Event.OperationExpired(handOver.receivedAt()));
      case Pending pending when eligible(pending.operation(), handOver) ->
          accepted(new HandedOver(), new OperationHandedOver(handOver.userId()));
      case Pending _ -> refused(Reason.NO_ELIGIBLE_CREDENTIAL);
      case Absent _, Open _, Closed _ -> refused(Reason.OPERATION_UNKNOWN);
    };
  }

  private static boolean eligible(Operation operation, HandOverOperation handOver) {
    return handOver.offered().stream().anyMatch(operation.proofKinds()::contains)
        && (operation.terms().kind() == OperationKind.AUTHENTICATION || handOver.servesSigning());
  }
}
