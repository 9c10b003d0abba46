package dev.assent.ingress.dialect;

import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. */
@Singleton
final class RequestMetrics {
  private record Served(String dialect, String operation, int status) {}

  private final Meters meters;
  private final ConcurrentMap<Served, Timer> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.meters = new Meters(registry);
  }

  void served(Call call, int status, long nanoseconds) {
    timers
        .computeIfAbsent(new Served(call.dialect().name(), call.operation(), status), this::timer)
        .record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  void refused(Dialect dialect, String operation, String reason) {
    meters.counter(Metric.REFUSALS, dialect.name(), operation, reason).increment();
  }

  private Timer timer(Served served) {
    return meters.timer(
        Metric.REQUESTS, served.dialect(), served.operation(), Integer.toString(served.status()));
  }
}
