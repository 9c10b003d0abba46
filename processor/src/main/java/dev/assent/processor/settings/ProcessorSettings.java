package dev.assent.processor.settings;

import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The processor's settings.
 *
 * @param kafka {@code kafka.*} and the registry's
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
    KafkaSettings kafka,
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
  public ProcessorSettings {
    Objects.requireNonNull(kafka, "kafka");
  }

  /** Reads the settings; {@link SettingsReader#finish()} is the caller's. */
  public static ProcessorSettings from(SettingsReader reader) {
    KafkaSettings kafka = KafkaSettings.from(reader);
    String host = reader.text("http.host", "127.0.0.1");
    return new ProcessorSettings(
        kafka,
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
