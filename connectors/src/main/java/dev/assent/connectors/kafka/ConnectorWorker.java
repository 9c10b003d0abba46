package dev.assent.connectors.kafka;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.settings.WorkerConnector;
import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.TaskHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The lanes of one connector, and with them its bulkhead: nobody else's tasks are in them. */
public final class ConnectorWorker implements AutoCloseable {
  private final String name;
  private final Provider provider;
  private final Stopping stopping;
  private final Duration grace;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * A worker that is not started yet.
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
    this.name = connector.name();
    this.provider = provider;
    this.stopping = stopping;
    this.grace = grace;
    for (int number = 1; number <= connector.lanes(); number++) {
      Lane lane =
          new Lane(
              "assent-connector-" + name + "-" + number,
              connector.channel().topic().topicName(),
              id -> clients.shareConsumer(ShareGroups.name(name), id, connector.laneSize()),
              handler::handle,
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
    provider.close();
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
