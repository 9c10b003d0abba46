package dev.assent.verification.bench.connectors;

import dev.assent.schemas.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;

/**
 * What is measured, and with how much.
 *
 * @param tasks {@code --tasks}: for each worker, in each measurement of what they get done
 * @param workers {@code --workers}: up to so many
 * @param latency {@code --latency}: of the provider
 * @param rate {@code --rate}: operations a second while the time from answer to result is measured
 * @param duration {@code --duration}: of that
 */
record ConnectorsOptions(int tasks, int workers, Duration latency, int rate, Duration duration) {
  static ConnectorsOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    ConnectorsOptions options =
        new ConnectorsOptions(
            reader.integer("tasks", 5_000, 1, 1_000_000),
            reader.integer("workers", 3, 1, 16),
            reader.duration(
                "latency", Duration.ofMillis(200), Duration.ZERO, Duration.ofSeconds(5)),
            reader.integer("rate", 50, 1, 1_000),
            reader.duration(
                "duration", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1)));
    reader.finish();
    return options;
  }
}
