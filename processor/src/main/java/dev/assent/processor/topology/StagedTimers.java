package dev.assent.processor.topology;

import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.state.TimerStore;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerSubject;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sets and removes the timers of operations, together with what is decided of them. */
final class StagedTimers {
  private final TimerStore timers;

  StagedTimers(TimerStore timers) {
    this.timers = timers;
  }

  /** Sets the timers that forget operations. */
  void purge(Effects effects, Purges purges) {
    for (List<TimerSubject> subjects : purges.timers()) {
      TimerSubject first = subjects.getFirst();
      UserKey user = new UserKey(first.getTenant(), first.getUserId());
      TimerPurpose purpose = TimerPurpose.PURGE_OPERATION;
      effects.setTimer(
          timers,
          TimerStore.key(purges.at(), purpose, user, first.getSubject()),
          timers.value(
              purpose,
              user,
              first.getSubject(),
              Correlation.NONE,
              subjects.subList(1, subjects.size())));
    }
  }

  /** Removes the timer of an operation's deadline. */
  void removeExpiry(Effects effects, Operation operation) {
    effects.removeTimer(
        timers,
        TimerStore.key(
            operation.expiresAt(),
            TimerPurpose.EXPIRE_OPERATION,
            operation.user(),
            operation.operationId()));
  }

  /** Moves the timer of what comes next at a provider, where it changed. */
  void moveNextStep(Effects effects, OperationState before, OperationState after) {
    Optional<Instant> from = nextStepAt(before);
    Optional<Instant> to = nextStepAt(after);
    if (from.equals(to)) {
      return;
    }
    from.ifPresent(
        at -> {
          Operation operation = ((Open) before).operation();
          effects.removeTimer(
              timers,
              TimerStore.key(
                  at, TimerPurpose.CONTINUE_OPERATION, operation.user(), operation.operationId()));
        });
    to.ifPresent(
        at -> {
          Operation operation = ((Open) after).operation();
          set(
              effects,
              at,
              TimerPurpose.CONTINUE_OPERATION,
              operation.user(),
              operation.operationId());
        });
  }

  private static Optional<Instant> nextStepAt(OperationState state) {
    return state instanceof AtProvider open ? open.transaction().nextStepAt() : Optional.empty();
  }

  /** Sets a timer. */
  void set(Effects effects, Instant dueAt, TimerPurpose purpose, UserKey user, String subject) {
    effects.setTimer(
        timers,
        TimerStore.key(dueAt, purpose, user, subject),
        timers.value(purpose, user, subject, carriedBy(purpose, effects)));
  }

  /** What is only forgotten has nobody to tell which request it came from. */
  private static Correlation carriedBy(TimerPurpose purpose, Effects effects) {
    return switch (purpose) {
      case EXPIRE_OPERATION, CONTINUE_OPERATION -> effects.correlation();
      case PURGE_OPERATION, PURGE_ATTEMPT -> Correlation.NONE;
    };
  }
}
