package dev.assent.verification.bench;

import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.cluster.LocalSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What is measured, and for how long.
 *
 * @param users {@code --users}: users with a device each
 * @param workers {@code --workers}: operations at a time in the closed loop
 * @param rate {@code --rate}: operations a second in the open loop; half of it is measured too
 * @param warmUp {@code --warm-up}: of the JVMs, not counted
 * @param duration {@code --duration}: of each measurement
 * @param limits {@code --limits}: yes or no, whether the two limits are measured too
 * @param partitions {@code --partitions}: of each topic that is spread
 * @param threads {@code --threads}: stream threads of the processor
 * @param encapsulation {@code --encryption-key}: x25519 or p256, of the devices
 */
record BenchmarkOptions(
    int users,
    int workers,
    int rate,
    Duration warmUp,
    Duration duration,
    boolean limits,
    int partitions,
    int threads,
    KeyEncapsulation encapsulation) {

  static BenchmarkOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    Duration most = Duration.ofHours(1);
    BenchmarkOptions options =
        new BenchmarkOptions(
            reader.integer("users", 1_000, 1, 1_000_000),
            reader.integer("workers", 128, 1, 10_000),
            reader.integer("rate", 1_000, 2, 100_000),
            reader.duration("warm-up", Duration.ofSeconds(90), Duration.ZERO, most),
            reader.duration("duration", Duration.ofSeconds(20), Duration.ofSeconds(1), most),
            reader.text("limits", "yes").equals("yes"),
            reader.integer("partitions", LocalSettings.STANDARD_PARTITIONS, 1, 1_000),
            reader.integer("threads", LocalSettings.STANDARD_STREAM_THREADS, 1, 64),
            KeyEncapsulation.valueOf(
                reader.text("encryption-key", "x25519").toUpperCase(Locale.ROOT)));
    reader.finish();
    return options;
  }
}
