package dev.assent.standalone.canary;

import com.sun.net.httpserver.HttpServer;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.settings.SettingsReader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code assent-admin canary}: once a minute an operation that is approved and one that is
 * declined, by a tenant and a user of its own, through the same door as everybody's. What came of
 * it is told at {@code /prometheus}.
 */
public final class CanaryApplication implements AutoCloseable {
  private final CanarySettings settings;
  private final PrintStream out;
  private final Canary canary;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final Map<Journey, AtomicLong> succeededAt = new EnumMap<>(Journey.class);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;

  /**
   * Listens; nothing travels yet.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where a setting is missing,
   *     unknown or out of range
   * @throws IOException where the port is taken
   */
  public CanaryApplication(SettingsReader reader, PrintStream out) throws IOException {
    this.settings = CanarySettings.from(reader);
    this.out = out;
    this.canary = new Canary(settings);
    for (Journey journey : Journey.values()) {
      AtomicLong at = new AtomicLong();
      succeededAt.put(journey, at);
      meters.gauge(Metric.CANARY_SUCCEEDED_AT, at, AtomicLong::doubleValue, journey.word());
      meters.counter(Metric.CANARY_FAILURES, journey.word());
    }
    server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    server.createContext(
        "/prometheus",
        exchange -> {
          byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Travels until it is closed. */
  public void run() throws InterruptedException {
    Duration left;
    do {
      long began = System.nanoTime();
      for (Journey journey : Journey.values()) {
        travel(journey);
      }
      left = settings.interval().minusNanos(System.nanoTime() - began);
    } while (!closing.await(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
  }

  private void travel(Journey journey) throws InterruptedException {
    long began = System.nanoTime();
    try {
      canary.travel(journey);
      meters
          .timer(Metric.CANARY_JOURNEYS, journey.word())
          .record(Duration.ofNanos(System.nanoTime() - began));
      succeededAt.get(journey).set(Instant.now().getEpochSecond());
    } catch (CanaryFailure failure) {
      meters.counter(Metric.CANARY_FAILURES, journey.word()).increment();
      out.println(
          "%s to be %s: %s"
              .formatted(
                  Instant.now().truncatedTo(ChronoUnit.SECONDS),
                  journey.word(),
                  failure.getMessage()));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    canary.close();
  }
}
