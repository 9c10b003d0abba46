package dev.assent.connectors.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that the worker is to stop, to everybody who looks or waits. */
public final class Stopping {
  private final CountDownLatch begun = new CountDownLatch(1);

  /** From now on nothing new is begun. */
  public void begin() {
    begun.countDown();
  }

  /** Whether it has begun. */
  public boolean isBegun() {
    return begun.getCount() == 0;
  }

  /** Waits for it, for so long at most, and says whether it has begun. */
  public boolean await(Duration span) throws InterruptedException {
    return begun.await(span.toNanos(), TimeUnit.NANOSECONDS);
  }
}
