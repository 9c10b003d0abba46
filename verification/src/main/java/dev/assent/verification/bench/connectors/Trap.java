package dev.assent.verification.bench.connectors;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Waits for one moment in a user's transaction, at whichever worker it comes. */
final class Trap {
  private final AtomicReference<Armed> armed = new AtomicReference<>();

  /** When a worker is killed. */
  enum Moment {
    /** The task is in the topic: taken by a worker or not. */
    TASK_WRITTEN,
    /** The worker has called, and the provider knows nothing of it; it will. */
    CALL_ON_ITS_WAY,
    /** The worker has called, and the call never arrives. */
    CALL_LOST,
    /** The provider has answered, and the worker never hears of it. */
    ANSWER_HELD,
    /** The worker has the answer, and its outcome is written or not. */
    ANSWER_RETURNED
  }

  /**
   * What is waited for.
   *
   * @param start in the call that starts the transaction; else in one that asks for its status
   * @param pause from the moment to the blow
   */
  record Set(String user, boolean start, Moment moment, Duration pause) {}

  private record Armed(Set set, CompletableFuture<Void> sprung) {}

  /** What is done to the worker at whose gate it came. */
  @FunctionalInterface
  interface Blow {
    void strike() throws InterruptedException;
  }

  /**
   * Sets the trap instead of the one before; it springs once.
   *
   * @return completed when it has
   */
  CompletableFuture<Void> set(Set set) {
    CompletableFuture<Void> sprung = new CompletableFuture<>();
    armed.set(new Armed(set, sprung));
    return sprung;
  }

  /** The trap at one worker's gate. */
  Gate.Guard at(Blow blow) {
    return new Gate.Guard() {
      @Override
      public boolean arrived(Gate.Call call) throws InterruptedException {
        spring(call, Moment.CALL_ON_ITS_WAY, blow);
        return !spring(call, Moment.CALL_LOST, blow);
      }

      @Override
      public void answered(Gate.Call call) throws InterruptedException {
        spring(call, Moment.ANSWER_HELD, blow);
      }

      @Override
      public void returned(Gate.Call call) throws InterruptedException {
        spring(call, Moment.ANSWER_RETURNED, blow);
      }
    };
  }

  private boolean spring(Gate.Call call, Moment moment, Blow blow) throws InterruptedException {
    Armed found = armed.get();
    if (found == null
        || found.set().moment() != moment
        || found.set().start() != call.start()
        || !found.set().user().equals(call.user())
        || !armed.compareAndSet(found, null)) {
      return false;
    }
    LockSupport.parkNanos(found.set().pause().toNanos());
    blow.strike();
    found.sprung().complete(null);
    return true;
  }
}
