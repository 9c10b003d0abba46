package dev.assent.standalone.cluster;

import java.nio.file.Path;

/**
 * Where a local Assent keeps its files and listens.
 *
 * @param stateDirectory what survives a restart: topics, schemas, processor state, demo tenant
 * @param logDirectory one log for each service
 * @param runDirectory which processes run, and the addresses for the demo
 * @param ports loopback ports
 * @param partitions of each topic that is spread, 1 to 1,000; fixed once the state exists
 */
public record LocalSettings(
    Path stateDirectory,
    Path logDirectory,
    Path runDirectory,
    Ports ports,
    int partitions,
    int streamThreads) {
  /** Partitions where nothing else is chosen. */
  public static final int STANDARD_PARTITIONS = 4;

  /** A thread is a transaction of its own every commit interval: one does for two cores. */
  public static final int STANDARD_STREAM_THREADS = 1;

  public LocalSettings {
    stateDirectory = stateDirectory.toAbsolutePath().normalize();
    logDirectory = logDirectory.toAbsolutePath().normalize();
    runDirectory = runDirectory.toAbsolutePath().normalize();
    if (partitions < 1 || partitions > 1_000) {
      throw new IllegalArgumentException("--partitions must be 1 to 1000, not " + partitions);
    }
  }

  /** Everything below one directory, on ports that are free now: what a test wants. */
  public static LocalSettings temporary(Path directory) {
    return new LocalSettings(
        directory.resolve("state"),
        directory.resolve("logs"),
        directory.resolve("run"),
        Ports.free(),
        STANDARD_PARTITIONS,
        STANDARD_STREAM_THREADS);
  }

  /**
   * The settings of the connectors: which there are, and of what kind. They are those of the
   * simulated providers, unless somebody else has written the file.
   */
  public Path connectorSettings() {
    return stateDirectory.resolve("connectors.properties");
  }

  /** The same with topics and a processor of another size. */
  public LocalSettings sized(int otherPartitions, int otherStreamThreads) {
    return new LocalSettings(
        stateDirectory, logDirectory, runDirectory, ports, otherPartitions, otherStreamThreads);
  }
}
