package dev.assent.verification.bench.ingress;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.cluster.LocalSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What is measured, and with how much.
 *
 * @param workers {@code --workers}: requests at a time in the closed loops
 * @param warmUp {@code --warm-up}: of the JVMs, with each kind of request, not counted
 * @param duration {@code --duration}: of each measurement
 * @param waits {@code --waits}: open at a time, half of them long polls, half streams of events
 * @param wakeUps {@code --wake-ups}: operations a second that get an outcome while all wait
 * @param mixed {@code --mixed}: how long the mixed load goes on
 * @param mixedRate {@code --mixed-rate}: operations a second in it: created, read, waited for in
 *     both ways, cancelled
 * @param partitions {@code --partitions}: of each topic that is spread
 */
record IngressOptions(
    int workers,
    Duration warmUp,
    Duration duration,
    int waits,
    int wakeUps,
    Duration mixed,
    int mixedRate,
    int partitions) {

  static IngressOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    Duration most = Duration.ofHours(1);
    Duration least = Duration.ofSeconds(1);
    IngressOptions options =
        new IngressOptions(
            reader.integer("workers", 64, 1, 10_000),
            reader.duration("warm-up", Duration.ofSeconds(30), least, most),
            reader.duration("duration", Duration.ofSeconds(15), least, most),
            reader.integer("waits", 5_000, 2, 9_000),
            reader.integer("wake-ups", 200, 1, 10_000),
            reader.duration("mixed", Duration.ofSeconds(30), least, most),
            reader.integer("mixed-rate", 50, 1, 10_000),
            reader.integer("partitions", LocalSettings.STANDARD_PARTITIONS, 1, 1_000));
    reader.finish();
    return options;
  }
}
