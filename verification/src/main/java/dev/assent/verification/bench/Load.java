package dev.assent.verification.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Two ways to put load on a system. */
public final class Load {
  private Load() {}

  /** What is done under load, given the time at which it should have started. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does the work.
     *
     * @param intendedNanos when it should have started, by {@link System#nanoTime()}
     */
    void run(long intendedNanos) throws InterruptedException;
  }

  /**
   * Open loop: work starts on schedule, whether the system keeps up or not.
   *
   * @param rate starts a second
   */
  public static void open(int rate, Duration duration, Work work) {
    long total = rate * duration.toSeconds();
    long interval = 1_000_000_000L / rate;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (long number = 0; number < total; number++) {
        long intended = start + number * interval;
        long wait = intended - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        executor.execute(() -> runUninterrupted(work, intended));
      }
    }
  }

  /**
   * Closed loop: each of so many workers starts the next as soon as the last is done.
   *
   * @param workers how many at a time
   */
  public static void closed(int workers, Duration duration, Work work) {
    long end = System.nanoTime() + duration.toNanos();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int worker = 0; worker < workers; worker++) {
        executor.execute(
            () -> {
              for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                runUninterrupted(work, now);
              }
            });
      }
    }
  }

  private static void runUninterrupted(Work work, long intended) {
    try {
      work.run(intended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
