package dev.assent.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final String LOCAL_BROKER = "--kafka.bootstrap.servers=127.0.0.1:9092";
  private static final String LOCAL_REGISTRY = "--schema.registry.url=http://127.0.0.1:8082";
  private static final String SECURED_BROKER =
      "--kafka.bootstrap.servers=kafka-1:9093,kafka-2:9093";
  private static final String SECURED_REGISTRY = "--schema.registry.url=https://registry";

  @TempDir Path directory;

  @Test
  @Tag("AS-17")
  void shouldTakeSecretsFromTheFilesThatHoldThem() throws IOException {
    // Given
    Path password = Files.writeString(directory.resolve("password"), "hunter2\n");

    // When
    KafkaSettings settings =
        read(
            SECURED_BROKER,
            SECURED_REGISTRY,
            "--kafka.security.protocol=SASL_SSL",
            "--kafka.sasl.jaas.config.file=" + password,
            "--kafka.ssl.keystore.password.file=" + password,
            "--basic.auth.user.info.file=" + password,
            "--schema.registry.ssl.truststore.password.file=" + password);

    // Then
    assertThat(settings.clients())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "kafka-1:9093,kafka-2:9093",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "hunter2",
                "ssl.keystore.password", "hunter2"));
    assertThat(settings.registry())
        .containsEntry("basic.auth.user.info", "hunter2")
        .containsEntry("schema.registry.ssl.truststore.password", "hunter2")
        .doesNotContainKey("basic.auth.user.info.file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.sasl.jaas.config",
        "kafka.ssl.keystore.password",
        "kafka.ssl.key.password",
        "kafka.ssl.truststore.password",
        "basic.auth.user.info",
        "schema.registry.ssl.truststore.password"
      })
  @Tag("AS-17")
  void shouldRefuseASecretAsAValueWithoutRepeatingIt(String name) {
    assertThatThrownBy(() -> read(LOCAL_BROKER, LOCAL_REGISTRY, "--" + name + "=hunter2"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            name + " is a secret: put it into a file, and name that with " + name + ".file");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka:9092, ''",
    "'127.0.0.1:9092,kafka:9092', ''",
    "kafka:9092, PLAINTEXT",
    "kafka:9092, SASL_PLAINTEXT",
    "127.evil.example:9092, ''"
  })
  @Tag("KA-6")
  void shouldSpeakInPlainToABrokerOnThisMachineOnlyWhereNobodySaysOtherwise(
      String servers, String protocol) {
    // Given
    List<String> arguments = new ArrayList<>();
    arguments.add("--kafka.bootstrap.servers=" + servers);
    arguments.add(SECURED_REGISTRY);
    if (!protocol.isEmpty()) {
      arguments.add("--kafka.security.protocol=" + protocol);
    }

    // When, then
    assertThatThrownBy(() -> read(arguments.toArray(String[]::new)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            "kafka.security.protocol must be SSL or SASL_SSL, because kafka.bootstrap.servers is"
                + " not this machine; or cluster.plain.allowed=true where the network is protected"
                + " otherwise");
    arguments.add("--cluster.plain.allowed=true");
    assertThat(read(arguments.toArray(String[]::new)).secured()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://registry:8082", "https://registry,http://other"})
  @Tag("AS-15")
  void shouldSpeakInPlainToARegistryOnThisMachineOnly(String urls) {
    assertThatThrownBy(
            () ->
                read(
                    SECURED_BROKER,
                    "--kafka.security.protocol=SSL",
                    "--schema.registry.url=" + urls))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageStartingWith("schema.registry.url must begin with https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:9092", "localhost:9092", "[::1]:9092", "127.0.0.1:1,localhost:2"})
  void shouldSpeakInPlainOnThisMachine(String servers) {
    assertThat(read("--kafka.bootstrap.servers=" + servers, LOCAL_REGISTRY).secured()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.ssl.endpoint.identification.algorithm, '', must be https",
    "kafka.ssl.endpoint.identification.algorithm, none, must be https",
    "kafka.ssl.enabled.protocols, 'TLSv1.2,TLSv1.1', 'must be TLSv1.3, TLSv1.2 or both'",
    "kafka.ssl.protocol, TLSv1, 'must be TLSv1.3, TLSv1.2 or both'"
  })
  @Tag("AS-15")
  void shouldRefuseWhatMakesTlsWorthless(String name, String value, String message) {
    assertThatThrownBy(
            () ->
                read(
                    SECURED_BROKER,
                    SECURED_REGISTRY,
                    "--kafka.security.protocol=SSL",
                    "--" + name + "=" + value))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(name + " " + message);
  }

  @Test
  @Tag("KA-1")
  void shouldLetAPartOfAProcessBeAPrincipalOfItsOwn() {
    // Given
    SettingsReader reader =
        reader(
            SECURED_BROKER,
            SECURED_REGISTRY,
            "--kafka.security.protocol=SSL",
            "--kafka.ssl.keystore.location=/connectors.pem",
            "--webhook.kafka.ssl.keystore.location=/webhooks.pem");
    KafkaSettings whole = KafkaSettings.from(reader);

    // When
    KafkaSettings part = whole.forPart(reader, "webhook");
    reader.finish();

    // Then
    assertThat(part.clients())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "kafka-1:9093,kafka-2:9093",
                "security.protocol", "SSL",
                "ssl.keystore.location", "/webhooks.pem"));
    assertThat(whole.clients()).containsEntry("ssl.keystore.location", "/connectors.pem");
    assertThat(part.registry()).isEqualTo(whole.registry());
  }

  private static KafkaSettings read(String... arguments) {
    SettingsReader reader = reader(arguments);
    KafkaSettings settings = KafkaSettings.from(reader);
    reader.finish();
    return settings;
  }

  private static SettingsReader reader(String... arguments) {
    return SettingsReader.of(arguments, Map.of());
  }
}
