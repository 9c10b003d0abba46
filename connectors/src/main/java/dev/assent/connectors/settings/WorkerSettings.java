package dev.assent.connectors.settings;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a worker.
 *
 * @param kafka {@code kafka.*} and the registry's
 * @param pushKafka the same for messages to devices: {@code push.kafka.*} before {@code kafka.*}
 * @param webhookKafka the same for webhooks: {@code webhook.kafka.*} before {@code kafka.*}
 * @param host {@code http.host}: address to listen on, for health and metrics
 * @param port {@code http.port}: 1 to 65,535
 * @param vaultKeys {@code vault.key.file}: keys of the vault that calling numbers are encrypted in;
 *     left out, no task that has one is carried out
 * @param grace {@code drain.grace}: how long calls may take once the worker is stopped, 1 second to
 *     2 minutes
 * @param lock {@code task.lock}: how long a task is kept from other workers without a sign of life
 *     of this one, 1 to 60 seconds; a broker allows 15 to 60 where nothing else is set there
 * @param traceCollector {@code trace.collector.url}: where spans are sent, an http or https URL of
 *     OTLP; left out, they are not
 * @param connectors {@code connectors}: names, comma separated; none: the worker is idle
 */
public record WorkerSettings(
    KafkaSettings kafka,
    KafkaSettings pushKafka,
    KafkaSettings webhookKafka,
    String host,
    int port,
    Optional<Path> vaultKeys,
    Duration grace,
    Duration lock,
    Optional<URI> traceCollector,
    List<WorkerConnector> connectors) {

  public WorkerSettings {
    connectors = List.copyOf(connectors);
  }

  /**
   * Reads the settings; those of the connectors' kinds and {@link SettingsReader#finish()} are the
   * caller's.
   *
   * @throws InvalidSettingsException where one is missing or out of range
   */
  public static WorkerSettings from(SettingsReader reader) {
    List<String> names =
        Arrays.stream(reader.text("connectors", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.size() != names.stream().distinct().count()) {
      throw new InvalidSettingsException("connectors must name each connector once");
    }
    KafkaSettings kafka = KafkaSettings.from(reader);
    return new WorkerSettings(
        kafka,
        kafka.forPart(reader, "push"),
        kafka.forPart(reader, "webhook"),
        reader.text("http.host", "127.0.0.1"),
        reader.integer("http.port", 8084, 1, 65_535),
        reader.optionalPath("vault.key.file"),
        reader.duration(
            "drain.grace", Duration.ofSeconds(12), Duration.ofSeconds(1), Duration.ofMinutes(2)),
        reader.duration(
            "task.lock", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60)),
        reader.optionalUrl("trace.collector.url"),
        names.stream()
            .map(name -> WorkerConnector.from(ConnectorSettings.of(reader, name)))
            .toList());
  }
}
