package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.NotifyDevices;
import dev.assent.processor.decision.Event.DevicesNotified;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells the user's devices that a challenge waits (decision 25). What comes of it changes nothing:
 * whoever was not told finds the challenge all the same.
 */
final class Notifying {
  /** Between two messages about one operation: more of them would be a way to tire a user out. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private Notifying() {}

  /** Whom a challenge that was just issued is told to; nothing where it is nobody. */
  static Optional<DevicesNotified> first(UserState user, Operation operation, Instant at) {
    List<String> devices =
        user.usableDevices(at)
            .filter(device -> device.pushAddress().isPresent())
            .filter(device -> device.canProve(operation.terms().kind(), operation.acceptedKinds()))
            .map(Device::serialNumber)
            .toList();
    return devices.isEmpty() ? Optional.empty() : Optional.of(new DevicesNotified(devices, at));
  }

  static Decision again(State state, NotifyDevices notify, Facts facts) {
    Instant at = notify.receivedAt();
    return switch (state.operation()) {
      case Absent _ -> refused(Reason.OPERATION_UNKNOWN);
      case Closed _ -> refused(Reason.OPERATION_CLOSED);
      case Open open when open.operation().isPastDeadline(at) -> Decider.tooLate(state, at, facts);
      case Pending _, AtProvider _ -> refused(Reason.CHALLENGE_UNKNOWN);
      case Retrieved _ -> refused(Reason.CHALLENGE_NOT_HELD);
      case Challenged challenged -> again(state.user(), challenged, at);
    };
  }

  private static Decision again(UserState user, Challenged challenged, Instant at) {
    Optional<Instant> lockedUntil = user.standing().lock(at);
    if (lockedUntil.isPresent()) {
      return Decision.refusedUntil(lockedUntil.get(), Reason.USER_LOCKED);
    }
    Optional<Instant> next = challenged.notifiedAt().map(last -> last.plus(PAUSE));
    if (next.isPresent() && at.isBefore(next.get())) {
      return Decision.refusedUntil(next.get(), Reason.TOO_SOON);
    }
    return accepted(
        new OperationChanged(),
        first(user, challenged.operation(), at).<List<Event>>map(List::of).orElseGet(List::of));
  }
}
