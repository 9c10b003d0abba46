package dev.assent.connectors.application;

import dev.assent.connectors.webhook.WebhookMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts deliveries for Prometheus. */
final class MicrometerWebhookMeter implements WebhookMeter {
  private final Timer delivered;
  private final Counter failed;
  private final Counter givenUp;

  MicrometerWebhookMeter(MeterRegistry registry) {
    delivered =
        Timer.builder("assent.webhook.delivered")
            .description("Time from a result's reading to its delivery")
            .publishPercentileHistogram()
            .register(registry);
    failed =
        Counter.builder("assent.webhook.attempts.failed")
            .description("Attempts that failed")
            .register(registry);
    givenUp =
        Counter.builder("assent.webhook.given.up")
            .description("Deliveries that were given up")
            .register(registry);
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
}
