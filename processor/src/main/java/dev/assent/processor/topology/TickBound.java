package dev.assent.processor.topology;

import java.time.Duration;

/**
 * How much a tick may do while more is due than can be done at once, so that commands go on.
 *
 * <p>The tasks of a thread share its time. While timers are overdue they tick together, once in a
 * {@link #PERIOD}, and take {@link #SHARE} of it between them, or {@link #SHARE_WHEN_LATE}; in what
 * is left the thread commits, reads and processes. Ticks that follow each other at once would let
 * it process one record in between and no more: Kafka Streams halves the number of records between
 * two looks at the clock each time that a punctuator ran, and asks for new records only when it has
 * none left.
 */
final class TickBound {
  /** From one tick to the next while more is due. */
  static final Duration PERIOD = Duration.ofMillis(40);

  /** Of a period, for the timers of all tasks of the thread. */
  static final Duration SHARE = Duration.ofMillis(20);

  /** The same where {@link #SHARE} did not do, and what is due waits for longer and longer. */
  static final Duration SHARE_WHEN_LATE = Duration.ofMillis(28);

  /** From here on timers are late. */
  static final Duration LATE = Duration.ofMillis(300);

  /** Timers of one tick, however fast they are. */
  static final int MOST = 2_000;

  /** However slow they are, and however many tasks share the time: or none would ever be done. */
  static final int LEAST = 50;

  /** Of one timer, before any was measured: as slow as in a JVM that has just started. */
  private static final double FIRST_NANOS = 400_000;

  /** What the latest tick counts in the moving average. */
  private static final double WEIGHT = 0.3;

  /** A period can be longer than it should. */
  private static final int REMEMBERED_PERIODS = 4;

  private static final ThreadLocal<TickBound> OF_THREAD = ThreadLocal.withInitial(TickBound::new);

  private double nanosOfOne = FIRST_NANOS;
  private long period;
  private int busyInPeriod;
  private int busyBefore;
  private boolean lateInPeriod;
  private boolean lateBefore;

  /** The bound that the tasks of this thread share. */
  static TickBound ofThread() {
    return OF_THREAD.get();
  }

  /**
   * How many timers a tick may fire.
   *
   * @param now milliseconds of the epoch
   */
  int limit(long now) {
    turn(now);
    Duration all = lateBefore || lateInPeriod ? SHARE_WHEN_LATE : SHARE;
    double share = (double) all.toNanos() / Math.max(1, Math.max(busyBefore, busyInPeriod));
    return (int) Math.clamp(share / nanosOfOne, LEAST, MOST);
  }

  /**
   * A tick has fired some timers.
   *
   * @param now milliseconds of the epoch
   * @param count 1 or more
   * @param wait of the timer that waited for the longest
   */
  void fired(long now, int count, Duration took, Duration wait) {
    turn(now);
    busyInPeriod++;
    lateInPeriod |= wait.compareTo(LATE) > 0;
    nanosOfOne += WEIGHT * ((double) took.toNanos() / count - nanosOfOne);
  }

  /**
   * Until the tasks that have more to do tick again.
   *
   * @param now milliseconds of the epoch
   */
  static Duration untilNext(long now) {
    long length = PERIOD.toMillis();
    long left = length - now % length;
    // where the ticks took longer than they should, the rest of the thread's work has its turn
    return Duration.ofMillis(left < length / 4 ? left + length : left);
  }

  private void turn(long now) {
    long current = now / PERIOD.toMillis();
    if (current != period) {
      boolean remembered = current - period <= REMEMBERED_PERIODS;
      busyBefore = remembered ? busyInPeriod : 0;
      lateBefore = remembered && lateInPeriod;
      busyInPeriod = 0;
      lateInPeriod = false;
      period = current;
    }
  }
}
