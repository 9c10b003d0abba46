package dev.assent.standalone.cluster;

import dev.assent.standalone.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a local Assent keeps its files and listens.
 *
 * @param stateDirectory what survives a restart: topics, schemas, processor state, demo tenant
 * @param logDirectory one log for each service
 * @param runDirectory which processes run, and the addresses for the demo
 * @param ports loopback ports
 * @param partitions of each topic that is spread, 1 to 1,000; fixed once the state exists
 * @param streamThreads of each processor
 * @param instances how many there are of each service; ports are for as many
 * @param kafka host and port of brokers that run elsewhere; then none is started here
 */
public record LocalSettings(
    Path stateDirectory,
    Path logDirectory,
    Path runDirectory,
    Ports ports,
    int partitions,
    int streamThreads,
    Instances instances,
    Optional<String> kafka) {
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

  /** One of each service. */
  public LocalSettings(
      Path stateDirectory,
      Path logDirectory,
      Path runDirectory,
      Ports ports,
      int partitions,
      int streamThreads) {
    this(
        stateDirectory,
        logDirectory,
        runDirectory,
        ports,
        partitions,
        streamThreads,
        Instances.ONE_OF_EACH);
  }

  /** With brokers of its own. */
  public LocalSettings(
      Path stateDirectory,
      Path logDirectory,
      Path runDirectory,
      Ports ports,
      int partitions,
      int streamThreads,
      Instances instances) {
    this(
        stateDirectory,
        logDirectory,
        runDirectory,
        ports,
        partitions,
        streamThreads,
        instances,
        Optional.empty());
  }

  /** Everything below one directory, on ports that are free now: what a test wants. */
  public static LocalSettings temporary(Path directory) {
    return temporary(directory, Instances.ONE_OF_EACH);
  }

  /** The same with several of some services. */
  public static LocalSettings temporary(Path directory, Instances instances) {
    return new LocalSettings(
        directory.resolve("state"),
        directory.resolve("logs"),
        directory.resolve("run"),
        Ports.free(instances),
        STANDARD_PARTITIONS,
        STANDARD_STREAM_THREADS,
        instances);
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
        stateDirectory,
        logDirectory,
        runDirectory,
        ports,
        otherPartitions,
        otherStreamThreads,
        instances,
        kafka);
  }

  /** The same with so many copies of each store of the processors. */
  public LocalSettings withStandbys(int number) {
    return new LocalSettings(
        stateDirectory,
        logDirectory,
        runDirectory,
        ports,
        partitions,
        streamThreads,
        instances.withStandbys(number),
        kafka);
  }

  /** The same on brokers that run elsewhere. */
  public LocalSettings onKafka(String bootstrapServers) {
    return new LocalSettings(
        stateDirectory,
        logDirectory,
        runDirectory,
        ports,
        partitions,
        streamThreads,
        instances,
        Optional.of(bootstrapServers));
  }

  /**
   * Barrier: the copies of what is there are on as many brokers as there were, and so are the votes
   * of the controllers.
   *
   * @throws StartFailure where there were others at the first start
   */
  void requireSameBrokers() throws StartFailure {
    int were = Files.exists(stateDirectory.resolve("broker-2")) ? 3 : 1;
    if (Files.exists(stateDirectory.resolve("broker")) && were != instances.brokers()) {
      throw new StartFailure(
          "There were %d brokers at the first start, not %d: start with --brokers=%d, or empty with --fresh"
              .formatted(were, instances.brokers(), were));
    }
  }
}
