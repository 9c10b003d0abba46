package dev.assent.schemas.metric;

import dev.assent.schemas.metric.Metric.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Makes meters from the catalogue, and nothing that is not in it. The values of tags are given in
 * the order of {@link Metric#tags()}; what was made before under the same values is given again.
 */
public final class Meters {
  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A counter.
   *
   * @throws IllegalArgumentException where the metric is none, or has other tags
   */
  public Counter counter(Metric metric, String... values) {
    return Counter.builder(metric.meterName())
        .description(metric.meaning())
        .tags(tags(metric, Set.of(Kind.COUNTER), values))
        .register(registry);
  }

  /**
   * A timer, with buckets where it is a histogram.
   *
   * @throws IllegalArgumentException where the metric is none, or has other tags
   */
  public Timer timer(Metric metric, String... values) {
    Timer.Builder builder =
        Timer.builder(metric.meterName())
            .description(metric.meaning())
            .tags(tags(metric, Set.of(Kind.TIMER, Kind.HISTOGRAM), values));
    if (metric.kind() == Kind.HISTOGRAM) {
      builder =
          metric.limits().isEmpty()
              ? builder.publishPercentileHistogram()
              : builder.serviceLevelObjectives(metric.limits().toArray(Duration[]::new));
    }
    return builder.register(registry);
  }

  /**
   * A gauge, which keeps its subject from being collected.
   *
   * @throws IllegalArgumentException where the metric is none, or has other tags
   */
  public <T> void gauge(Metric metric, T subject, ToDoubleFunction<T> value, String... values) {
    Gauge.builder(metric.meterName(), subject, value)
        .strongReference(true)
        .description(metric.meaning())
        .tags(tags(metric, Set.of(Kind.GAUGE), values))
        .register(registry);
  }

  /**
   * A counter of what the subject counts by itself.
   *
   * @throws IllegalArgumentException where the metric is none, or has other tags
   */
  public <T> void counted(Metric metric, T subject, ToDoubleFunction<T> count, String... values) {
    FunctionCounter.builder(metric.meterName(), subject, count)
        .description(metric.meaning())
        .tags(tags(metric, Set.of(Kind.COUNTER), values))
        .register(registry);
  }

  private static List<Tag> tags(Metric metric, Set<Kind> kinds, String... values) {
    if (!kinds.contains(metric.kind()) || metric.tags().size() != values.length) {
      throw new IllegalArgumentException(
          "%s is a %s with the tags %s".formatted(metric, metric.kind(), metric.tags()));
    }
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(metric.tags().get(i), values[i]));
    }
    return tags;
  }
}
