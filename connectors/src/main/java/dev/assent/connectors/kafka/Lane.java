package dev.assent.connectors.kafka;

import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a share group: takes a few tasks, has them carried out side by side, and keeps
 * their locks while that takes. It takes the next ones once all of these are done, because a member
 * that renews gets nothing else (KIP-1222); so a connector has several lanes, and no two connectors
 * share one.
 */
final class Lane implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Longer than any poll takes: a lane that has not come round by then does not run. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final String topic;
  private final Function<String, ShareConsumer<String, byte[]>> consumers;
  private final Function<ConsumerRecord<String, byte[]>, Verdict> handler;
  private final ExecutorService calls;
  private final Stopping stopping;
  private final Clock clock;
  private final Duration lock;
  private final Duration renewal;
  private final Map<Place, Task> inHand = new ConcurrentHashMap<>();
  private volatile Instant cameRound;
  private volatile Optional<String> trouble = Optional.of("starting");

  private record Place(int partition, long offset) {}

  private record Task(CompletableFuture<Verdict> verdict, Instant created, Instant seen) {
    Task seenAt(Instant now) {
      return new Task(verdict, created, now);
    }
  }

  Lane(
      String name,
      String topic,
      Function<String, ShareConsumer<String, byte[]>> consumers,
      Function<ConsumerRecord<String, byte[]>, Verdict> handler,
      ExecutorService calls,
      Stopping stopping,
      Duration lock,
      Clock clock) {
    this.name = name;
    this.topic = topic;
    this.consumers = consumers;
    this.handler = handler;
    this.calls = calls;
    this.stopping = stopping;
    this.clock = clock;
    this.lock = lock;
    // a renewal may fail once
    this.renewal = lock.dividedBy(3);
    this.cameRound = clock.instant();
  }

  @Override
  public void run() {
    try {
      while (!stopping.isBegun()) {
        try (ShareConsumer<String, byte[]> consumer = consumers.apply(name)) {
          consumer.subscribe(List.of(topic));
          runWith(consumer);
        } catch (RuntimeException e) {
          // among them the illegal state that the client speaks of where a lock was lost
          trouble = Optional.of(e.getClass().getSimpleName());
          LOG.atWarn()
              .addKeyValue("lane", name)
              .addKeyValue("failure", e.getClass().getSimpleName())
              .log("A lane starts again");
          stopping.await(PAUSE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void runWith(ShareConsumer<String, byte[]> consumer) throws InterruptedException {
    while (!stopping.isBegun() || (!inHand.isEmpty() && !calls.isShutdown())) {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      cameRound = clock.instant();
      trouble = Optional.empty();
      for (ConsumerRecord<String, byte[]> record : records) {
        inHand.compute(
            place(record), (_, known) -> known == null ? begin(record) : known.seenAt(cameRound));
      }
      if (!records.isEmpty()) {
        awaitAll();
      }
      for (ConsumerRecord<String, byte[]> record : records) {
        acknowledge(consumer, record);
      }
      forgetLost();
    }
    consumer.commitSync();
  }

  /**
   * A task whose lock was lost comes to its end here all the same, and whoever gets it next sees
   * that it was delivered before. It is kept for a while: a renewal that is under way brings it
   * back, and it must not be begun a second time then.
   */
  private void forgetLost() {
    Instant before = clock.instant().minus(lock.multipliedBy(2));
    inHand.values().removeIf(task -> task.verdict().isDone() && task.seen().isBefore(before));
  }

  private Task begin(ConsumerRecord<String, byte[]> record) {
    CompletableFuture<Verdict> verdict;
    try {
      verdict = CompletableFuture.supplyAsync(() -> handler.apply(record), calls);
    } catch (RejectedExecutionException _) {
      // the time to drain is over
      verdict = CompletableFuture.completedFuture(Verdict.GIVE_BACK);
    }
    return new Task(verdict, Instant.ofEpochMilli(record.timestamp()), cameRound);
  }

  private void awaitAll() throws InterruptedException {
    try {
      CompletableFuture.allOf(
              inHand.values().stream().map(Task::verdict).toArray(CompletableFuture[]::new))
          .get(renewal.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // each is looked at by itself
    }
  }

  private void acknowledge(
      ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record) {
    CompletableFuture<Verdict> verdict = inHand.get(place(record)).verdict();
    if (verdict.isDone()) {
      inHand.remove(place(record));
      consumer.acknowledge(record, type(verdict));
    } else {
      consumer.acknowledge(record, AcknowledgeType.RENEW);
    }
  }

  private AcknowledgeType type(CompletableFuture<Verdict> verdict) {
    if (verdict.isCompletedExceptionally()) {
      LOG.atError()
          .addKeyValue("lane", name)
          .addKeyValue("failure", verdict.exceptionNow().getClass().getName())
          .log("A task could not be handled; it is given back");
      return AcknowledgeType.RELEASE;
    }
    return switch (verdict.resultNow()) {
      case DONE -> AcknowledgeType.ACCEPT;
      case SET_ASIDE -> AcknowledgeType.REJECT;
      case GIVE_BACK -> AcknowledgeType.RELEASE;
    };
  }

  /** Why it does not run; nothing where it does. */
  Optional<String> trouble() {
    return clock.instant().isAfter(cameRound.plus(renewal).plus(PATIENCE))
        ? Optional.of("silent since " + cameRound)
        : trouble;
  }

  /** When the oldest task was made that it has in hand. */
  Optional<Instant> oldest() {
    return inHand.values().stream().map(Task::created).min(Comparator.naturalOrder());
  }

  private static Place place(ConsumerRecord<String, byte[]> record) {
    return new Place(record.partition(), record.offset());
  }
}
