package dev.assent.ingress.dialect;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. */
@Singleton
final class RequestMetrics {
  private static final Duration[] LIMITS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(40),
    Duration.ofMillis(60),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1)
  };

  private record Served(String dialect, String operation, int status) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Served, Timer> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void served(Call call, int status, long nanoseconds) {
    timers
        .computeIfAbsent(new Served(call.dialect().name(), call.operation(), status), this::timer)
        .record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  void refused(Dialect dialect, String operation, String reason) {
    registry
        .counter(
            "assent.ingress.refusals",
            "dialect",
            dialect.name(),
            "operation",
            operation,
            "reason",
            reason)
        .increment();
  }

  private Timer timer(Served served) {
    return Timer.builder("assent.ingress.requests")
        .description("Requests by dialect, operation and status")
        .tag("dialect", served.dialect())
        .tag("operation", served.operation())
        .tag("status", Integer.toString(served.status()))
        .serviceLevelObjectives(LIMITS)
        .register(registry);
  }
}
