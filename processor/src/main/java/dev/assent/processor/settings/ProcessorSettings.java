package dev.assent.processor.settings;

import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The processor's settings.
 *
 * @param bootstrapServers {@code kafka.bootstrap.servers}: brokers, {@code host:port}, comma
 *     separated
 * @param kafkaSecurity {@code kafka.security.*}, {@code kafka.sasl.*}, {@code kafka.ssl.*}: passed
 *     to every Kafka client without the prefix; no other setting of a client can be given
 * @param serdes {@code schema.registry.*}, {@code basic.auth.*}, {@code assent.avro.*} and {@code
 *     apicurio.registry.*}: passed to the serdes as they are
 * @param stateDirectory {@code state.directory}: where the state stores lie; one instance alone
 * @param host {@code http.host}: address to listen on
 * @param port {@code http.port}: port to listen on, 1 to 65,535
 * @param advertisedHost {@code http.advertised.host}: name or address under which the other
 *     instances reach this one; left out, the address that it listens on
 * @param viewToken {@code view.token.file}: what a reader of the views must present
 * @param streamThreads {@code stream.threads}: 1 to 64
 * @param standbyReplicas {@code standby.replicas}: instances beside the owner that keep a copy of
 *     each store, 0 to 2; a takeover then restores nearly nothing
 * @param replicationFactor {@code replication.factor}: of changelogs, 1 to 9
 * @param vaultKeys {@code vault.key.file}: keys of the vault that OCRA secrets are encrypted in;
 *     left out, no OCRA response verifies
 * @param signing {@code signing.*}: how approvals are signed
 */
public record ProcessorSettings(
    String bootstrapServers,
    Map<String, String> kafkaSecurity,
    Map<String, String> serdes,
    Path stateDirectory,
    String host,
    int port,
    String advertisedHost,
    Secret viewToken,
    int streamThreads,
    int standbyReplicas,
    int replicationFactor,
    Optional<Path> vaultKeys,
    SigningSettings signing) {
  private static final String KAFKA = "kafka.";
  private static final List<String> SECURITY =
      List.of("kafka.security.", "kafka.sasl.", "kafka.ssl.");
  private static final List<String> SERDES =
      List.of("schema.registry.", "basic.auth.", "assent.avro.", "apicurio.registry.");

  public ProcessorSettings {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    kafkaSecurity = Map.copyOf(kafkaSecurity);
    serdes = Map.copyOf(serdes);
  }

  /** Reads the settings; {@link SettingsReader#finish()} is the caller's. */
  public static ProcessorSettings from(SettingsReader reader) {
    Map<String, String> security = new HashMap<>();
    SECURITY.forEach(
        prefix ->
            reader
                .prefixed(prefix)
                .forEach((name, value) -> security.put(name.substring(KAFKA.length()), value)));
    Map<String, String> serdes = new HashMap<>();
    // other libraries' defaults differ: the topology knows generated classes only, and deployment
    // alone registers schemas
    serdes.put("specific.avro.reader", "true");
    serdes.put("auto.register.schemas", "false");
    reader.text("schema.registry.url");
    SERDES.forEach(prefix -> serdes.putAll(reader.prefixed(prefix)));
    String host = reader.text("http.host", "127.0.0.1");
    return new ProcessorSettings(
        reader.text("kafka.bootstrap.servers"),
        security,
        serdes,
        reader.path("state.directory"),
        host,
        reader.integer("http.port", 8081, 1, 65_535),
        reader.text("http.advertised.host", host),
        reader.secretFile("view.token.file"),
        reader.integer("stream.threads", 2, 1, 64),
        reader.integer("standby.replicas", 0, 0, 2),
        reader.integer("replication.factor", 1, 1, 9),
        reader.optionalPath("vault.key.file"),
        SigningSettings.from(reader));
  }
}
