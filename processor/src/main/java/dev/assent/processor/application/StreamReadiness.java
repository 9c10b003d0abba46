package dev.assent.processor.application;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Ready once the stores are: until they are restored, nobody can be answered. From then on it stays
 * ready while partitions move, which all instances do at once: what it still has it answers, and
 * for the rest it knows whom to ask.
 */
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
    boolean ready =
        state == KafkaStreams.State.RUNNING
            || (state == KafkaStreams.State.REBALANCING && lifecycle.hasRun());
    healthStatus = ready ? HealthStatus.UP : HealthStatus.DOWN;
    return Map.of("state", state.name());
  }

  @Override
  protected String getName() {
    return "stream";
  }
}
