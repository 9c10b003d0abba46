package dev.assent.standalone.administration;

import dev.assent.schemas.access.Principal;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.SettingsReader;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a cluster is reached and what its topics are to be.
 *
 * @param clients {@code kafka.*} without the prefix, {@code schema.registry.*}, {@code
 *     basic.auth.*}: for Kafka clients and serdes alike
 * @param users {@code principal.<key>}: who a principal is on the cluster, where it is not its
 *     standard name
 * @param partitions {@code partitions}: of each topic that is spread, 1 to 1,000; fixed once the
 *     topics exist
 * @param replicas {@code replication.factor}: 1 to 9; left out, as the broker has it
 */
record AdministrationSettings(
    Map<String, Object> clients,
    Map<Principal, String> users,
    int partitions,
    Optional<Short> replicas) {
  private static final String REPLICATION = "replication.factor";
  private static final int STANDARD_PARTITIONS = 12;

  AdministrationSettings {
    clients = Map.copyOf(clients);
    users = Map.copyOf(users);
  }

  /**
   * Reads the settings and ends the reading.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where one is missing, unknown or
   *     out of range
   */
  static AdministrationSettings from(SettingsReader reader) {
    KafkaSettings kafka = KafkaSettings.from(reader);
    Map<String, Object> clients = new HashMap<>(kafka.registry());
    clients.putAll(kafka.clients());
    Map<Principal, String> users = new EnumMap<>(Principal.class);
    for (Principal principal : Principal.values()) {
      users.put(principal, reader.text("principal." + principal.key(), principal.standardName()));
    }
    boolean asBroker = reader.text(REPLICATION, "").isEmpty();
    AdministrationSettings settings =
        new AdministrationSettings(
            clients,
            users,
            reader.integer("partitions", STANDARD_PARTITIONS, 1, 1_000),
            asBroker
                ? Optional.empty()
                : Optional.of((short) reader.integer(REPLICATION, 1, 1, 9)));
    reader.finish();
    return settings;
  }
}
