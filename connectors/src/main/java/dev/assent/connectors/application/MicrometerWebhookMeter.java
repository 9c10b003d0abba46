package dev.assent.connectors.application;

import dev.assent.connectors.trace.Spans;
import dev.assent.connectors.webhook.WebhookMeter;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts deliveries for Prometheus. */
final class MicrometerWebhookMeter implements WebhookMeter {
  private static final String CONNECTOR = "webhooks";

  private final Meters meters;
  private final Spans spans;
  private final Timer delivered;
  private final Counter failed;
  private final Counter givenUp;
  private final Map<Integer, Integer> failing = new ConcurrentHashMap<>();

  MicrometerWebhookMeter(Meters meters, Spans spans) {
    this.meters = meters;
    this.spans = spans;
    delivered = meters.timer(Metric.WEBHOOKS_DELIVERED);
    failed = meters.counter(Metric.WEBHOOK_ATTEMPTS_FAILED);
    givenUp = meters.counter(Metric.WEBHOOKS_GIVEN_UP);
    meters.gauge(
        Metric.WEBHOOKS_FAILING,
        failing,
        partitions -> partitions.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Override
  public Spans spans() {
    return spans;
  }

  @Override
  public void delivered(Duration age) {
    delivered.record(age);
  }

  @Override
  public void failed() {
    failed.increment();
  }

  @Override
  public void givenUp() {
    givenUp.increment();
  }

  @Override
  public void setAside(Reason reason) {
    meters.counter(Metric.DEAD_LETTERS, reason.name(), CONNECTOR).increment();
  }

  @Override
  public void failing(int partition, int webhooks) {
    failing.put(partition, webhooks);
  }

  @Override
  public void released(int partition) {
    failing.remove(partition);
  }
}
