package dev.assent.schemas.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where the broker and the schema registry are. Connection and security settings pass through; what
 * correctness depends on (acknowledgements, idempotence, isolation, timeouts and their order) is
 * set in code and refused here.
 *
 * @param clients settings of every Kafka client
 * @param registry settings of the value serde, by their whole names
 */
public record KafkaSettings(Map<String, String> clients, Map<String, String> registry) {
  private static final String CLIENT_PREFIX = "kafka.";
  private static final List<String> REGISTRY_PREFIXES =
      List.of("schema.registry.", "assent.avro.", "basic.auth.", "apicurio.registry.");
  private static final List<String> PASSED =
      List.of(
          "bootstrap.servers",
          "security.",
          "ssl.",
          "sasl.",
          "client.dns.lookup",
          "client.rack",
          "metadata.max.age.ms",
          "reconnect.backoff.",
          "socket.connection.setup.timeout.");

  public KafkaSettings {
    clients = Map.copyOf(clients);
    Map<String, String> serde = new TreeMap<>(registry);
    serde.put("specific.avro.reader", "true");
    serde.put("auto.register.schemas", "false");
    registry = Map.copyOf(serde);
    if (!clients.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new InvalidSettingsException("kafka.bootstrap.servers must be given");
    }
    for (String name : clients.keySet()) {
      if (PASSED.stream().noneMatch(name::startsWith)) {
        throw new InvalidSettingsException(
            CLIENT_PREFIX + name + " cannot be set: only connection and security settings can");
      }
    }
  }

  /**
   * Reads {@code kafka.*} and the registry's settings.
   *
   * @throws InvalidSettingsException where one is missing or may not be set
   */
  public static KafkaSettings from(SettingsReader reader) {
    Map<String, String> clients = new TreeMap<>();
    reader
        .prefixed(CLIENT_PREFIX)
        .forEach((name, value) -> clients.put(name.substring(CLIENT_PREFIX.length()), value));
    reader.text("schema.registry.url");
    Map<String, String> registry = new TreeMap<>();
    REGISTRY_PREFIXES.forEach(prefix -> registry.putAll(reader.prefixed(prefix)));
    return new KafkaSettings(clients, registry);
  }
}
