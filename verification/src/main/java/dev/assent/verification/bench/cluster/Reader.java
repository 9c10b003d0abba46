package dev.assent.verification.bench.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Reads one user's operations after the other at the ingresses, once each, without retries. */
final class Reader implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final String STALE = "Assent-Stale";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Thread thread;
  private volatile boolean ending;

  /**
   * Begins.
   *
   * @param apiKey of the tenant's back end
   * @param userIds by a running number
   */
  Reader(List<URI> ingresses, String apiKey, IntFunction<String> userIds) {
    thread = Thread.ofVirtual().start(() -> goOn(ingresses, apiKey, userIds));
  }

  private void goOn(List<URI> ingresses, String apiKey, IntFunction<String> userIds) {
    for (int number = 0; !ending; number++) {
      URI address =
          ingresses
              .get(number % ingresses.size())
              .resolve("/api/v1/users/" + userIds.apply(number) + "/operations");
      HttpRequest request =
          HttpRequest.newBuilder(address).header("X-Api-Key", apiKey).timeout(WITHIN).build();
      try {
        HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
        boolean marked = response.headers().firstValue(STALE).isPresent();
        (response.statusCode() != OK ? failed : marked ? stale : answered).incrementAndGet();
      } catch (IOException _) {
        failed.incrementAndGet();
      } catch (InterruptedException _) {
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** What came of the reads, in words. */
  String words() {
    return "reads: %d answered, %d marked stale, %d not answered at once"
        .formatted(answered.get(), stale.get(), failed.get());
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
    client.shutdownNow();
  }
}
