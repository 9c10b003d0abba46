package dev.assent.standalone.administration;

import dev.assent.schemas.settings.SettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a cluster is reached and what its topics are to be.
 *
 * @param clients {@code kafka.*} without the prefix, {@code schema.registry.*}, {@code
 *     basic.auth.*}: for Kafka clients and serdes alike
 * @param partitions {@code partitions}: of each topic that is spread, 1 to 1,000; fixed once the
 *     topics exist
 * @param replicas {@code replication.factor}: 1 to 9; left out, as the broker has it
 */
record AdministrationSettings(
    Map<String, Object> clients, int partitions, Optional<Short> replicas) {
  private static final String KAFKA = "kafka.";
  private static final String REPLICATION = "replication.factor";
  private static final int STANDARD_PARTITIONS = 12;
  private static final List<String> REGISTRY_PREFIXES = List.of("schema.registry.", "basic.auth.");

  AdministrationSettings {
    clients = Map.copyOf(clients);
  }

  /**
   * Reads the settings and ends the reading.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where one is missing, unknown or
   *     out of range
   */
  static AdministrationSettings from(SettingsReader reader) {
    reader.text("kafka.bootstrap.servers");
    reader.text("schema.registry.url");
    Map<String, Object> clients = new HashMap<>();
    reader
        .prefixed(KAFKA)
        .forEach((name, value) -> clients.put(name.substring(KAFKA.length()), value));
    REGISTRY_PREFIXES.forEach(prefix -> clients.putAll(reader.prefixed(prefix)));
    boolean asBroker = reader.text(REPLICATION, "").isEmpty();
    AdministrationSettings settings =
        new AdministrationSettings(
            clients,
            reader.integer("partitions", STANDARD_PARTITIONS, 1, 1_000),
            asBroker
                ? Optional.empty()
                : Optional.of((short) reader.integer(REPLICATION, 1, 1, 9)));
    reader.finish();
    return settings;
  }
}
