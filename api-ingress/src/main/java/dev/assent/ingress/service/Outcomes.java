package dev.assent.ingress.service;

import dev.assent.ingress.waiting.OperationName;
import dev.assent.ingress.waiting.OperationWaits;
import dev.assent.ingress.waiting.Wait;
import dev.assent.schemas.avro.OperationSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for what becomes of operations; a wait holds no thread and no place of a command. */
public final class Outcomes {
  private final Operations operations;
  private final OperationWaits waits;

  public Outcomes(Operations operations, OperationWaits waits) {
    this.operations = operations;
    this.waits = waits;
  }

  /**
   * What came of asking.
   *
   * @param result what is answered
   * @param end ends the wait, for instance because whoever asked is gone
   */
  public record Waiting(CompletionStage<Result<OperationSnapshot>> result, Runnable end) {}

  /**
   * The operation of the caller's tenant once it has an outcome, or as it is when the time is over
   * or this instance stops.
   *
   * @param most how long to wait, from when the operation was read
   */
  public Waiting await(Request request, String operationId, Duration most) {
    CompletableFuture<OperationSnapshot> outcome = new CompletableFuture<>();
    Waiting waiting = follow(request, operationId, new Last(outcome));
    return new Waiting(
        waiting
            .result()
            .thenCompose(
                first ->
                    first.thenAsk(
                        _ -> {
                          endAfter(most, waiting.end(), outcome);
                          return outcome.thenApply(Result.Done::new);
                        })),
        waiting.end());
  }

  /**
   * Tells the listener of the operation of the caller's tenant, from how it is now to its outcome.
   *
   * @return how it was first; where that is not known, the listener is told nothing
   */
  public Waiting follow(Request request, String operationId, Wait.Listener listener) {
    Optional<Wait> place =
        waits.open(new OperationName(request.caller().tenant(), operationId), listener);
    if (place.isEmpty()) {
      return new Waiting(CompletableFuture.completedStage(new Result.Unavailable<>()), () -> {});
    }
    Wait wait = place.get();
    return new Waiting(
        find(request, operationId)
            .thenApply(
                first -> {
                  if (first instanceof Result.Done<OperationSnapshot>(OperationSnapshot read)) {
                    waits.begin(wait, read);
                  } else {
                    wait.end();
                  }
                  return first;
                })
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    wait.end();
                  }
                }),
        wait::end);
  }

  /** A failure at once is a failure later, so that the wait's place is given back in one way. */
  private CompletionStage<Result<OperationSnapshot>> find(Request request, String operationId) {
    try {
      return operations.find(request, operationId);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static void endAfter(Duration most, Runnable end, CompletableFuture<?> outcome) {
    CompletableFuture<Void> time =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> _ = time.thenRun(end);
    // An outcome takes the timer off the clock, which would otherwise keep all of this in memory.
    var _ = outcome.whenComplete((_, _) -> time.cancel(false));
  }

  private record Last(CompletableFuture<OperationSnapshot> outcome) implements Wait.Listener {
    @Override
    public void changed(OperationSnapshot operation) {}

    @Override
    public void ended(OperationSnapshot latest) {
      outcome.complete(latest);
    }
  }
}
