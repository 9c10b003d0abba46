package dev.assent.connectors.application;

import io.micronaut.context.annotation.Factory;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;

/** The answer to {@code /health/readiness}: up while every connector takes tasks, or why not. */
@Factory
final class WorkerHealth {
  @Singleton
  @Readiness
  HealthIndicator readiness(Condition condition) {
    return () -> {
      Map<String, Object> troubles = condition.troubles();
      return Publishers.just(
          HealthResult.builder(
                  "connectors-ready", troubles.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
              .details(troubles)
              .build());
    };
  }
}
