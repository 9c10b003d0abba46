package dev.assent.processor.topology;

import dev.assent.schemas.avro.TimerSubject;
import dev.assent.schemas.key.UserKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations that are forgotten at the same time. What closes in one tick is forgotten by a few
 * timers: one for each would be a quarter of what an expiry writes.
 */
final class Purges {
  /** Of one timer: a tick does at least as many, so that none is too large for it. */
  static final int MOST_OF_A_TIMER = TickBound.LEAST;

  private final Instant at;
  private final List<List<TimerSubject>> timers = new ArrayList<>();

  /**
   * @param at when they are forgotten
   */
  Purges(Instant at) {
    this.at = at;
  }

  Instant at() {
    return at;
  }

  void add(UserKey user, String operationId) {
    if (timers.isEmpty() || timers.getLast().size() == MOST_OF_A_TIMER) {
      timers.add(new ArrayList<>());
    }
    timers.getLast().add(new TimerSubject(user.tenant(), user.userId(), operationId));
  }

  /** What each timer is for: something, in the order in which it was added. */
  List<List<TimerSubject>> timers() {
    return timers;
  }
}
