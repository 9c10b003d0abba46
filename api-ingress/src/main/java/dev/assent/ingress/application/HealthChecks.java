package dev.assent.ingress.application;

import dev.assent.ingress.limit.Draining;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answers to {@code /health/readiness} and {@code /health/liveness}: up, or which component is
 * why it is not. Where brokers or registry are away the ingress is degraded and stays ready: no
 * other instance could serve a request either.
 */
@Factory
final class HealthChecks {
  private static final HealthStatus DEGRADED = new HealthStatus("DEGRADED", null, true, null);

  @Singleton
  @Readiness
  HealthIndicator readiness(Condition condition, Draining draining) {
    return check(
        "ingress-ready",
        HealthStatus.DOWN,
        () -> {
          Map<String, Object> obstacles = new LinkedHashMap<>(condition.obstacles());
          if (draining.isBegun()) {
            obstacles.put("ingress", "stopping");
          }
          return obstacles;
        });
  }

  @Singleton
  @Liveness
  HealthIndicator liveness(Condition condition) {
    return check("ingress-alive", HealthStatus.DOWN, condition::ended);
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
