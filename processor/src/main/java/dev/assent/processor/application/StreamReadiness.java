package dev.assent.processor.application;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** Ready only when the stores are: while they are restored, nobody can be answered. */
@Singleton
@Readiness
final class StreamReadiness extends AbstractHealthIndicator<Map<String, Object>> {
  private final StreamLifecycle lifecycle;

  StreamReadiness(StreamLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    KafkaStreams.State state = lifecycle.streams().state();
    healthStatus = state == KafkaStreams.State.RUNNING ? HealthStatus.UP : HealthStatus.DOWN;
    return Map.of("state", state.name());
  }

  @Override
  protected String getName() {
    return "stream";
  }
}
