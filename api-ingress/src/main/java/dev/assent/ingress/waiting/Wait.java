package dev.assent.ingress.waiting;

import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Somebody who waits for an operation. Opened before the operation is read, so that no change falls
 * between the read and the wait: what comes in the meantime is kept until {@link #begin}.
 */
public final class Wait {
  private final OperationName name;
  private final Listener listener;
  private final Consumer<Wait> release;
  private SortedMap<Long, OperationSnapshot> early = new TreeMap<>();
  private OperationSnapshot latest;
  private boolean released;
  private boolean ended;

  /** Is told one thing after the other, with rising sequence numbers; may not block. */
  public interface Listener {
    /** The operation as it was read, and then as it is after each change. */
    void changed(OperationSnapshot operation);

    /** Nothing more comes: there is an outcome, or the wait was ended. Told once. */
    void ended(OperationSnapshot latest);
  }

  Wait(OperationName name, Listener listener, Consumer<Wait> release) {
    this.name = name;
    this.listener = listener;
    this.release = release;
  }

  /** Whether there is an outcome, which never changes. */
  public static boolean hasOutcome(OperationSnapshot operation) {
    return isOutcome(operation.getState());
  }

  /** Ends the wait: its place is free. The listener is told as soon as the operation was read. */
  public synchronized void end() {
    if (!released) {
      released = true;
      release.accept(this);
    }
    if (latest != null && !ended) {
      ended = true;
      listener.ended(latest);
    }
  }

  OperationName name() {
    return name;
  }

  /** The operation was read: tells that, and what came since the wait was opened. */
  synchronized void begin(OperationSnapshot read) {
    Collection<OperationSnapshot> kept = early.values();
    early = null;
    tell(read);
    kept.forEach(this::changed);
    if (released) {
      end();
    }
  }

  /** The log says so. */
  synchronized void changed(OperationSnapshot operation) {
    if (latest == null) {
      early.put(operation.getSequence(), operation);
    } else if (!ended && operation.getSequence() > latest.getSequence()) {
      tell(operation);
    }
  }

  private void tell(OperationSnapshot operation) {
    latest = operation;
    listener.changed(operation);
    if (hasOutcome(operation)) {
      end();
    }
  }

  private static boolean isOutcome(OperationState state) {
    return switch (state) {
      case APPROVED, DECLINED, CANCELLED, EXPIRED, FAILED -> true;
      case PENDING, CHALLENGED, RETRIEVED, DISPATCHED, AWAITING_USER, UNKNOWN_AT_PROVIDER -> false;
    };
  }
}
