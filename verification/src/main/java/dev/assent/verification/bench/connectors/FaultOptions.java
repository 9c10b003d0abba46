package dev.assent.verification.bench.connectors;

import dev.assent.schemas.settings.SettingsReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which faults there are, and how long.
 *
 * @param only {@code --only}: of {@code kills}, {@code silent}, {@code vanished}, {@code receiver},
 *     comma separated; all unless said otherwise
 * @param kills {@code --kills}: of workers
 * @param workers {@code --workers}: that are killed, side by side
 * @param seed {@code --seed}: of the choice of moments
 * @param outage {@code --outage}: of a provider
 * @param rate {@code --rate}: operations a second for it, and results a second for the receiver
 * @param receiverOutage {@code --receiver-outage}: of a receiver of webhooks
 */
record FaultOptions(
    List<String> only,
    int kills,
    int workers,
    int seed,
    Duration outage,
    int rate,
    Duration receiverOutage) {

  static FaultOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    Duration least = Duration.ofSeconds(1);
    FaultOptions options =
        new FaultOptions(
            Arrays.asList(reader.text("only", "kills,silent,vanished,receiver").split(",")),
            reader.integer("kills", 200, 1, 10_000),
            reader.integer("workers", 3, 1, 20),
            reader.integer(
                "seed", (int) System.nanoTime() & Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
            reader.duration("outage", Duration.ofMinutes(2), least, Duration.ofMinutes(6)),
            reader.integer("rate", 50, 1, 1_000),
            reader.duration("receiver-outage", Duration.ofMinutes(5), least, Duration.ofHours(1)));
    reader.finish();
    return options;
  }

  /** Whether the fault is wanted. */
  boolean has(String fault) {
    return only.contains(fault);
  }
}
