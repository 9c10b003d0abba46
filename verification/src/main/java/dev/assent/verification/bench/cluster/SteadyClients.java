package dev.assent.verification.bench.cluster;

import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.LoadConnection;
import dev.assent.verification.bench.Population;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that insist, beside whatever is done to the system: each creates an operation and cancels
 * it again, and repeats a command under the same name at the next ingress until it is answered.
 */
final class SteadyClients implements AutoCloseable {
  /** For how long one insists; a command that is not answered then has failed. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration BEFORE_A_RETRY = Duration.ofMillis(50);
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final List<ConnectionPool> ingresses;
  private final String header;
  private final int users;
  private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
  private final AtomicLong number = new AtomicLong();
  private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
  private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean ending;

  /**
   * One command with its retries, as its client sees it.
   *
   * @param beganAt {@code nanoTime} of the first try
   * @param endedAt {@code nanoTime} of the answer, or of giving up
   * @param tries 1 and up
   * @param failure what the last try gave where the client gave up; empty where it was answered
   */
  record Command(long beganAt, long endedAt, int tries, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    /** Seconds that it was open from then on, or from its beginning where that was later. */
    double secondsSince(long nanoTime) {
      return (endedAt - Math.max(beganAt, nanoTime)) / 1e9;
    }
  }

  /**
   * Begins.
   *
   * @param header the line that authenticates
   * @param users of {@link Population}, which have a device each
   */
  SteadyClients(List<ConnectionPool> ingresses, String header, int users, int clients) {
    this.ingresses = ingresses;
    this.header = header;
    this.users = users;
    for (int client = 0; client < clients; client++) {
      int which = client;
      threads.execute(() -> goOn(which));
    }
  }

  /** The commands that were answered or given up since then. */
  List<Command> endedSince(long nanoTime) {
    return commands.stream().filter(command -> command.endedAt() >= nanoTime).toList();
  }

  /** The operations whose cancellation was answered so far. */
  List<String> cancelled() {
    return new ArrayList<>(cancelled);
  }

  private void goOn(int client) {
    while (!ending) {
      long sequence = number.getAndIncrement();
      String operationId = run + "-" + sequence;
      // each client has its users, so that all partitions are always asked
      String userId = Population.userId((int) (sequence % users));
      String creation =
          "{\"operationId\":\"%s\",\"kind\":\"AUTHENTICATION\",\"timeToLive\":600000}"
              .formatted(operationId);
      if (insist(client, "/api/v1/users/" + userId + "/operations", operationId + "-c", creation)
          && insist(
              client, "/api/v1/operations/" + operationId + "/cancel", operationId + "-x", "")) {
        cancelled.add(operationId);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean insist(int client, String path, String attempt, String json) {
    String lines = header + "\r\nIdempotency-Key: " + attempt;
    long began = System.nanoTime();
    String failure = "";
    int tries = 0;
    do {
      if (tries > 0) {
        LockSupport.parkNanos(BEFORE_A_RETRY.toNanos());
      }
      try {
        LoadConnection.Answer answer =
            ingresses.get((client + tries) % ingresses.size()).post(path, lines, json);
        failure = answer.status() == OK || answer.status() == CREATED ? "" : answer.toString();
      } catch (IOException e) {
        failure = e.toString();
      }
      tries++;
    } while (!failure.isEmpty() && System.nanoTime() - began < PATIENCE.toNanos());
    commands.add(new Command(began, System.nanoTime(), tries, failure));
    return failure.isEmpty();
  }

  /** Ends, once what is open is answered. */
  @Override
  public void close() {
    ending = true;
    threads.close();
  }
}
