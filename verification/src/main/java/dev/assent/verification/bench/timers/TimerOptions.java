package dev.assent.verification.bench.timers;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.cluster.LocalSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What is measured, and with how much.
 *
 * @param operations {@code --operations}: pending at a time
 * @param window {@code --window}: in which all of them are due, evenly spread
 * @param burst {@code --burst}: operations that are due at one instant
 * @param rate {@code --rate}: creations a second over HTTP beside, each cancelled again
 * @param restarts {@code --restarts}: yes or no, whether the processor is restarted while all are
 *     pending
 * @param partitions {@code --partitions}: of each topic that is spread
 * @param threads {@code --threads}: stream threads of the processor
 */
record TimerOptions(
    int operations,
    Duration window,
    int burst,
    int rate,
    boolean restarts,
    int partitions,
    int threads) {

  static TimerOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    TimerOptions options =
        new TimerOptions(
            reader.integer("operations", 100_000, 1_000, 5_000_000),
            reader.duration(
                "window", Duration.ofSeconds(12), Duration.ofSeconds(1), Duration.ofMinutes(5)),
            reader.integer("burst", 50_000, 1_000, 5_000_000),
            reader.integer("rate", 50, 1, 10_000),
            reader.text("restarts", "yes").equals("yes"),
            reader.integer("partitions", LocalSettings.STANDARD_PARTITIONS, 1, 1_000),
            reader.integer("threads", LocalSettings.STANDARD_STREAM_THREADS, 1, 64));
    reader.finish();
    return options;
  }
}
