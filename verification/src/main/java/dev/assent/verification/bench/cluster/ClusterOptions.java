package dev.assent.verification.bench.cluster;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.cluster.Instances;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How many there are of each, and what is done to them.
 *
 * @param instances {@code --brokers}, {@code --processors}, {@code --ingresses}, {@code
 *     --connectors}
 * @param partitions {@code --partitions}: of each topic that is spread
 * @param only {@code --only}: of {@code growth}, {@code cost}, {@code scale}, {@code rolling},
 *     {@code takeover}, {@code broker}, {@code alone}, comma separated; all unless said otherwise
 * @param users {@code --users}: with a device each
 * @param workers {@code --workers}: operations at a time in the closed loop
 * @param warmUp {@code --warm-up}: of the JVMs, not counted
 * @param duration {@code --duration}: of each measurement
 * @param clients {@code --clients}: that go on beside faults, one command at a time each
 */
record ClusterOptions(
    Instances instances,
    int partitions,
    List<String> only,
    int users,
    int workers,
    Duration warmUp,
    Duration duration,
    int clients) {

  static ClusterOptions of(String[] arguments) {
    SettingsReader reader = SettingsReader.of(arguments, Map.of());
    Duration most = Duration.ofHours(1);
    ClusterOptions options =
        new ClusterOptions(
            new Instances(
                reader.integer("brokers", 3, 1, 3),
                reader.integer("processors", 3, 2, Instances.MOST),
                reader.integer("ingresses", 2, 1, Instances.MOST),
                reader.integer("connectors", 2, 1, Instances.MOST)),
            reader.integer("partitions", 6, 1, 1_000),
            Arrays.asList(
                reader.text("only", "growth,cost,scale,rolling,takeover,broker,alone").split(",")),
            reader.integer("users", 300, 1, 1_000_000),
            reader.integer("workers", 64, 1, 10_000),
            reader.duration("warm-up", Duration.ofSeconds(60), Duration.ZERO, most),
            reader.duration("duration", Duration.ofSeconds(20), Duration.ofSeconds(1), most),
            reader.integer("clients", 24, 1, 1_000));
    reader.finish();
    return options;
  }

  /** Whether the part is wanted. */
  boolean has(String part) {
    return only.contains(part);
  }
}
