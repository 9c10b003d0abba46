package dev.assent.connectors.kafka;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.settings.WorkerConnector;
import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.TaskHandler;
import dev.assent.connectors.worker.Verdict;
import dev.assent.schemas.catalogue.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lanes of one connector, and with them its bulkhead: nobody else's tasks are in them. */
public final class ConnectorWorker implements AutoCloseable {
  private final String name;
  private final Runnable afterwards;
  private final Stopping stopping;
  private final Duration grace;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * A share group and how this worker takes part in it.
   *
   * @param name in health, metrics and log lines
   * @param lanes members of the group in this worker
   * @param laneSize records at a time in a lane
   */
  public record Group(String name, Topic topic, String groupId, int lanes, int laneSize) {}

  /**
   * A worker of a connector that is not started yet.
   *
   * @param grace how long what is under way may take once it is closed
   * @param lock how long a task is kept from others without renewal
   */
  public ConnectorWorker(
      WorkerConnector connector,
      Provider provider,
      TaskHandler handler,
      KafkaClients clients,
      Stopping stopping,
      Duration grace,
      Duration lock,
      Clock clock) {
    this(
        new Group(
            connector.name(),
            connector.channel().topic(),
            ShareGroups.name(connector.name()),
            connector.lanes(),
            connector.laneSize()),
        provider::close,
        handler::handle,
        clients,
        stopping,
        grace,
        lock,
        clock);
  }

  /**
   * A worker that is not started yet.
   *
   * @param afterwards what is closed once nothing is under way any more
   * @param handler what is done with each record
   */
  public ConnectorWorker(
      Group group,
      Runnable afterwards,
      Function<ConsumerRecord<String, byte[]>, Verdict> handler,
      KafkaClients clients,
      Stopping stopping,
      Duration grace,
      Duration lock,
      Clock clock) {
    this.name = group.name();
    this.afterwards = afterwards;
    this.stopping = stopping;
    this.grace = grace;
    for (int number = 1; number <= group.lanes(); number++) {
      Lane lane =
          new Lane(
              "assent-connector-" + name + "-" + number,
              group.topic().topicName(),
              id -> clients.shareConsumer(group.groupId(), id, group.laneSize()),
              handler,
              calls,
              stopping,
              lock,
              clock);
      lanes.add(lane);
      threads.add(Thread.ofPlatform().name("lane-" + name + "-" + number).unstarted(lane));
    }
  }

  /** Begins to take tasks. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** The connector's name. */
  public String name() {
    return name;
  }

  /** Why it does not take tasks; nothing where it does. */
  public Optional<String> trouble() {
    return lanes.stream().map(Lane::trouble).flatMap(Optional::stream).findFirst();
  }

  /** When the oldest task was made that is in hand. */
  public Optional<Instant> oldest() {
    return lanes.stream()
        .map(Lane::oldest)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Comes to an end with what is in hand, within the grace, and gives the rest back. */
  @Override
  public void close() {
    stopping.begin();
    try {
      join(grace);
      calls.shutdownNow();
      join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      calls.shutdownNow();
      Thread.currentThread().interrupt();
    }
    afterwards.run();
  }

  private void join(Duration span) throws InterruptedException {
    long end = System.nanoTime() + span.toNanos();
    for (Thread thread : threads) {
      if (thread.getState() != Thread.State.NEW) {
        var _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    }
  }
}
