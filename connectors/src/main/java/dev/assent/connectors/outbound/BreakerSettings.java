package dev.assent.connectors.outbound;

import dev.assent.connectors.settings.ConnectorSettings;
import java.time.Duration;

/**
 * When the calls to an endpoint are held back.
 *
 * @param calls {@code breaker.calls}: the last so many are looked at, 2 to 1,000
 * @param failurePercent {@code breaker.failure.percent}: of these failed, from which it opens; 1 to
 *     100
 * @param open {@code breaker.open}: how long nothing is sent before it is tried again, 100 ms to 10
 *     minutes
 */
public record BreakerSettings(int calls, int failurePercent, Duration open) {
  /** For who has no settings of it. */
  public static final BreakerSettings STANDARD = new BreakerSettings(10, 50, Duration.ofSeconds(5));

  /** A connector's settings. */
  public static BreakerSettings from(ConnectorSettings settings) {
    return new BreakerSettings(
        settings.integer("breaker.calls", STANDARD.calls, 2, 1_000),
        settings.integer("breaker.failure.percent", STANDARD.failurePercent, 1, 100),
        settings.duration(
            "breaker.open", STANDARD.open, Duration.ofMillis(100), Duration.ofMinutes(10)));
  }
}
