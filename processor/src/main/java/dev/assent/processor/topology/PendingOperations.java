package dev.assent.processor.topology;

import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.TimerStore.SetTimer;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Counts a partition's open operations by the second of their creation, in memory. What opens and
 * closes is added as it happens; what was open when the partition was taken over is found a few
 * timers at a time, since each open operation has its expiry timer and none lives for longer than
 * {@link Policy#LONGEST_TIME_TO_LIVE}. So nothing is ever scanned in one go, and the index is read
 * once.
 *
 * <p>A change counts only up to the timer that was reached: whatever lies behind it is met, or
 * missed, when the count gets there.
 */
final class PendingOperations {
  /** How often it goes on counting, and tells. */
  static final Duration STEP = Duration.ofMillis(200);

  /** Timers of one step: a few milliseconds of the stream's thread at most. */
  static final int TIMERS_OF_A_STEP = 250;

  /** Twice as far as any deadline: the clocks of the ingresses may differ. */
  private static final Duration FAR_ENOUGH = Policy.LONGEST_TIME_TO_LIVE.multipliedBy(2);

  private final TimerStore timers;
  private final UserStores stores;
  private final TreeMap<Instant, Integer> byCreation = new TreeMap<>();
  private Optional<Bytes> reached = Optional.empty();
  private boolean complete;

  PendingOperations(TimerStore timers, UserStores stores) {
    this.timers = timers;
    this.stores = stores;
  }

  /** Counts and tells from now on. */
  void schedule(ProcessorContext<?, ?> context, ProcessingMeter meter) {
    int partition = context.taskId().partition();
    context.schedule(
        STEP,
        PunctuationType.WALL_CLOCK_TIME,
        timestamp -> {
          Instant now = Instant.ofEpochMilli(timestamp);
          goOn(now);
          meter.pending(partition, byAge(now));
        });
  }

  /** An operation was written. */
  void changed(OperationState before, OperationState after) {
    if (before instanceof Open open && !(after instanceof Open)) {
      add(open.operation(), -1);
    } else if (!(before instanceof Open) && after instanceof Open open) {
      add(open.operation(), 1);
    }
  }

  /** Looks at some more of what was there before. */
  void goOn(Instant now) {
    if (complete) {
      return;
    }
    List<SetTimer> some = timers.some(reached, now.plus(FAR_ENOUGH), TIMERS_OF_A_STEP);
    for (SetTimer one : some) {
      reached = Optional.of(one.key());
      if (one.timer().getPurpose() == TimerPurpose.EXPIRE_OPERATION) {
        UserKey user = new UserKey(one.timer().getTenant(), one.timer().getUserId());
        if (stores.standing(user, one.timer().getSubject()) instanceof Open open) {
          count(open.operation(), 1);
        }
      }
    }
    complete = some.size() < TIMERS_OF_A_STEP;
  }

  PendingByAge byAge(Instant now) {
    return PendingByAge.of(byCreation, now, complete);
  }

  private void add(Operation operation, int change) {
    if (complete || isReached(operation)) {
      count(operation, change);
    }
  }

  private boolean isReached(Operation operation) {
    return reached.isPresent()
        && TimerStore.key(
                    operation.expiresAt(),
                    TimerPurpose.EXPIRE_OPERATION,
                    operation.user(),
                    operation.operationId())
                .compareTo(reached.get())
            <= 0;
  }

  private void count(Operation operation, int change) {
    byCreation.merge(
        operation.createdAt().truncatedTo(ChronoUnit.SECONDS),
        change,
        (known, more) -> known + more == 0 ? null : Integer.valueOf(known + more));
  }
}
