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
import java.util.function.BooleanSupplier;

/** The answers to {@code /health/readiness} and {@code /health/liveness}. */
@Factory
final class HealthChecks {
  @Singleton
  @Readiness
  HealthIndicator readiness(Condition condition, Draining draining) {
    return check("ingress-ready", () -> condition.ready() && !draining.isBegun());
  }

  @Singleton
  @Liveness
  HealthIndicator liveness(Condition condition) {
    return check("ingress-alive", condition::alive);
  }

  private static HealthIndicator check(String name, BooleanSupplier up) {
    return () ->
        Publishers.just(
            HealthResult.builder(name, up.getAsBoolean() ? HealthStatus.UP : HealthStatus.DOWN)
                .build());
  }
}
