package dev.assent.connectors.application;

import io.micronaut.context.annotation.Factory;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answer to {@code /health/readiness}: up while every connector takes tasks, or why not; only
 * degraded where brokers or registry are away, since no other worker would get on any better.
 */
@Factory
final class WorkerHealth {
  private static final HealthStatus DEGRADED = new HealthStatus("DEGRADED", null, true, null);

  @Singleton
  @Readiness
  HealthIndicator readiness(Condition condition) {
    return check("connectors-ready", HealthStatus.DOWN, condition::troubles);
  }

  @Singleton
  HealthIndicator dependencies(Condition condition) {
    return check("dependencies", DEGRADED, condition::silent);
  }

  private static HealthIndicator check(
      String name, HealthStatus troubled, Supplier<Map<String, Object>> troubles) {
    return () -> {
      Map<String, Object> found = troubles.get();
      return Publishers.just(
          HealthResult.builder(name, found.isEmpty() ? HealthStatus.UP : troubled)
              .details(found)
              .build());
    };
  }
}
