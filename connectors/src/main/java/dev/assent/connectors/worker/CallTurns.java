package dev.assent.connectors.worker;

import dev.assent.connectors.provider.ProviderTransaction;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One call at a time for each calling number, or for each user where there is none: a second
 * request for the same phone is refused by some providers and silently cancels the first at others
 * (vendor-apis.md section 7). Two users may share a turn, which costs a wait and nothing else.
 *
 * <p>It holds within one worker. Across workers the processor sees to it that a user's phone is
 * asked for one operation at a time; what is left are two users with one number.
 */
final class CallTurns {
  private static final int TURNS = 1024;

  private final ReentrantLock[] turns = new ReentrantLock[TURNS];

  CallTurns() {
    for (int index = 0; index < TURNS; index++) {
      turns[index] = new ReentrantLock(true);
    }
  }

  /** The turn to lock around a call. */
  ReentrantLock of(ProviderTransaction transaction) {
    String key =
        transaction
            .subscriber()
            .map(subscriber -> subscriber.msisdn().reveal())
            .orElseGet(() -> transaction.user().text());
    return turns[Math.floorMod(key.hashCode(), TURNS)];
  }
}
