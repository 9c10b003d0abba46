package dev.assent.processor.application;

import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.schemas.health.Dependencies;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Says where brokers or registry do not answer: the processor is degraded and stays ready, since no
 * other one would get on any better.
 */
@Singleton
final class DependencyHealth extends AbstractHealthIndicator<Map<String, Object>> {
  private static final HealthStatus DEGRADED = new HealthStatus("DEGRADED", null, true, null);

  private final Dependencies dependencies;

  DependencyHealth(ProcessorSettings settings) {
    dependencies = new Dependencies(settings.kafka().clients(), settings.kafka().registry());
  }

  @PostConstruct
  void start() {
    dependencies.start();
  }

  @PreDestroy
  void stop() {
    dependencies.close();
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    Map<String, Object> troubles = dependencies.troubles();
    healthStatus = troubles.isEmpty() ? HealthStatus.UP : DEGRADED;
    return troubles;
  }

  @Override
  protected String getName() {
    return "dependencies";
  }
}
