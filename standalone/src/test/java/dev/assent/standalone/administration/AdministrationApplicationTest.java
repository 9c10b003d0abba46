package dev.assent.standalone.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.access.Principal;
import dev.assent.schemas.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdministrationApplicationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldSayWhatItCanDoWhereItIsCalledWrongly() {
    // Given
    List<String> arguments = List.of("destroy");

    // When
    int status = run(arguments);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("assent-admin prepare");
  }

  @Test
  void shouldNameTheSettingThatIsMissing() {
    // Given
    List<String> arguments = List.of("topics", "--schema.registry.url=http://registry");

    // When
    int status = run(arguments);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("assent-admin: kafka.bootstrap.servers must be given");
  }

  @Test
  void shouldReachTheClusterAsTheServicesDo() {
    // Given
    Map<String, String> environment =
        Map.of(
            "ASSENT_SETTING_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
            "ASSENT_SETTING_KAFKA_SECURITY_PROTOCOL", "SSL",
            "ASSENT_SETTING_SCHEMA_REGISTRY_URL", "https://registry",
            "ASSENT_SETTING_REPLICATION_FACTOR", "3",
            "ASSENT_SETTING_PRINCIPAL_PROCESSOR", "bank-processor");

    // When
    AdministrationSettings settings =
        AdministrationSettings.from(SettingsReader.of(new String[0], environment));

    // Then
    assertThat(settings)
        .isEqualTo(
            new AdministrationSettings(
                Map.of(
                    "bootstrap.servers", "broker:9092",
                    "security.protocol", "SSL",
                    "schema.registry.url", "https://registry",
                    "specific.avro.reader", "true",
                    "auto.register.schemas", "false"),
                settings.users(),
                12,
                Optional.of((short) 3)));
    assertThat(settings.users())
        .containsEntry(Principal.PROCESSOR, "bank-processor")
        .containsEntry(Principal.INGRESS, "assent-ingress");
  }

  @Test
  void shouldLeaveTheReplicasToTheBrokerWhereNothingIsSaid() {
    // Given
    String[] arguments = {
      "--kafka.bootstrap.servers=127.0.0.1:9092", "--schema.registry.url=https://registry"
    };

    // When
    AdministrationSettings settings =
        AdministrationSettings.from(SettingsReader.of(arguments, Map.of()));

    // Then
    assertThat(settings.replicas()).isEmpty();
  }

  @Test
  void shouldMakeSecretsThatOnlyTheirOwnerCanRead(@TempDir Path directory) throws IOException {
    // Given
    Path secrets = directory.resolve("secrets");

    // When
    int status = run(List.of("secrets", secrets.toString()));

    // Then
    assertThat(status).isZero();
    for (String name : List.of("view-token", "administration-key", "vault-key")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void shouldKeepTheSecretsThatAreThere(@TempDir Path directory) throws IOException {
    // Given
    run(List.of("secrets", directory.toString()));
    String before = Files.readString(directory.resolve("vault-key"));

    // When
    run(List.of("secrets", directory.toString()));

    // Then
    assertThat(directory.resolve("vault-key")).hasContent(before);
  }

  private int run(List<String> arguments) {
    return new AdministrationApplication(
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments);
  }
}
