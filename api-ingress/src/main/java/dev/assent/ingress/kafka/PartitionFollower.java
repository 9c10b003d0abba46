package dev.assent.ingress.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that follows partitions for as long as the service runs. When the broker fails in a way
 * that the client does not get over by itself, it starts again with a new consumer.
 */
public final class PartitionFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What is done with the partitions. Called by the follower's thread only. */
  public interface Following {
    /** Assigns partitions and sets their positions. */
    void begin(Consumer<String, byte[]> consumer);

    /** Takes what came, which may be nothing; may not fail because of a record's content. */
    void take(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records);

    /** The partitions are not followed any more; {@code begin} may come again. */
    void end();
  }

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final Following following;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<Consumer<String, byte[]>> current = new AtomicReference<>();
  private final Thread thread;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile long lag;

  public PartitionFollower(
      String name, Supplier<Consumer<String, byte[]>> consumers, Following following) {
    this.consumers = consumers;
    this.following = following;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Whether the thread still does its work. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** What it failed with, until it follows again. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Committed records that were not taken yet, of all partitions; 0 where that is not known. */
  public long lag() {
    return lag;
  }

  /** Ends the thread and waits for it. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<String, byte[]> consumer = current.get();
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    do {
      follow();
    } while (!closed(PAUSE));
  }

  private void follow() {
    try (Consumer<String, byte[]> consumer = consumers.get()) {
      current.set(consumer);
      following.begin(consumer);
      while (!closed(Duration.ZERO)) {
        following.take(consumer, consumer.poll(POLL));
        trouble = Optional.empty();
        lag = lag(consumer);
      }
    } catch (WakeupException | InterruptException _) {
      // closing: the loop around ends
    } catch (RuntimeException e) {
      trouble = Optional.of(e.getClass().getSimpleName());
      LOG.atWarn()
          .addKeyValue("follower", thread.getName())
          .addKeyValue("failure", e.getClass().getSimpleName())
          .addKeyValue("detail", e.getMessage())
          .log("partitions cannot be followed; starting again");
    } finally {
      current.set(null);
      following.end();
    }
  }

  private static long lag(Consumer<String, byte[]> consumer) {
    return consumer.assignment().stream()
        .map(consumer::currentLag)
        .flatMapToLong(OptionalLong::stream)
        .sum();
  }

  private boolean closed(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
