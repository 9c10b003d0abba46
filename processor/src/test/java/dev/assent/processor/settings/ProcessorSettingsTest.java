package dev.assent.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessorSettingsTest {
  private Path token;

  @BeforeEach
  void writeToken(@TempDir Path directory) throws IOException {
    token = Files.writeString(directory.resolve("token"), "the token\n");
  }

  @Test
  void shouldHaveADefaultForAllThatNeedNotBeGiven() {
    // Given
    List<String> least = least();

    // When
    ProcessorSettings settings = read(least);

    // Then
    assertThat(settings.kafka().clients()).isEqualTo(Map.of("bootstrap.servers", "broker:9092"));
    assertThat(settings.kafka().leastReplicas()).isEqualTo(3);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8081);
    assertThat(settings.advertisedHost()).isEqualTo("127.0.0.1");
    assertThat(settings.streamThreads()).isEqualTo(2);
    assertThat(settings.standbyReplicas()).isZero();
    assertThat(settings.replicationFactor()).isEqualTo(1);
    assertThat(settings.vaultKeys()).isEmpty();
    assertThat(settings.signing())
        .isEqualTo(
            new SigningSettings(
                Optional.empty(), "assent/{tenant}", "{tenant}", Duration.ofHours(1)));
    assertThat(settings.signing().issuerOf("bank")).isEqualTo("assent/bank");
    assertThat(settings.signing().audienceOf("bank")).isEqualTo("bank");
  }

  @Test
  void shouldTakeOverEverySetting() {
    // Given
    List<String> arguments = least();
    arguments.addAll(
        List.of(
            "--cluster.replicas.least=2",
            "--kafka.security.protocol=SASL_SSL",
            "--kafka.sasl.mechanism=PLAIN",
            "--kafka.ssl.truststore.location=/trust",
            "--schema.registry.ssl.truststore.location=/trust",
            "--basic.auth.credentials.source=USER_INFO",
            "--assent.avro.serializer.class=a.Serializer",
            "--apicurio.registry.url=http://registry",
            "--http.host=0.0.0.0",
            "--http.port=9000",
            "--http.advertised.host=processor-0",
            "--stream.threads=64",
            "--standby.replicas=1",
            "--replication.factor=3",
            "--vault.key.file=/vault",
            "--signing.store.type=pkcs11",
            "--signing.store.file=/keys",
            "--signing.store.pin.file=" + token,
            "--signing.issuer=https://bank/{tenant}",
            "--signing.audience=all",
            "--signing.lifetime=PT5M"));

    // When
    ProcessorSettings settings = read(arguments);

    // Then
    assertThat(settings)
        .usingRecursiveComparison()
        .ignoringFields("viewToken")
        .isEqualTo(
            new ProcessorSettings(
                new KafkaSettings(
                    Map.of(
                        "bootstrap.servers",
                        "broker:9092",
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "PLAIN",
                        "ssl.truststore.location",
                        "/trust"),
                    Map.of(
                        "schema.registry.url",
                        "http://registry",
                        "schema.registry.ssl.truststore.location",
                        "/trust",
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "assent.avro.serializer.class",
                        "a.Serializer",
                        "apicurio.registry.url",
                        "http://registry",
                        "specific.avro.reader",
                        "true",
                        "auto.register.schemas",
                        "false"),
                    2),
                Path.of("/state"),
                "0.0.0.0",
                9000,
                "processor-0",
                settings.viewToken(),
                64,
                1,
                3,
                Optional.of(Path.of("/vault")),
                new SigningSettings(
                    Optional.of(
                        new SigningSettings.Store(
                            SigningSettings.StoreType.PKCS11,
                            Path.of("/keys"),
                            settings.signing().store().orElseThrow().pin())),
                    "https://bank/{tenant}",
                    "all",
                    Duration.ofMinutes(5))));
    assertThat(settings.signing().store().orElseThrow().pin().reveal()).isEqualTo("the token");
    assertThat(settings.signing().issuerOf("a")).isEqualTo("https://bank/a");
    assertThat(settings.viewToken().reveal()).isEqualTo("the token");
    assertThat(settings.toString()).doesNotContain("the token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.bootstrap.servers",
        "schema.registry.url",
        "state.directory",
        "view.token.file"
      })
  void shouldRefuseWhatIsMissing(String name) {
    // Given
    List<String> arguments = least();
    arguments.removeIf(argument -> argument.startsWith("--" + name));

    // When / Then
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(name + " must be given");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, 0, 1, 65535",
    "http.port, 65536, 1, 65535",
    "http.port, many, 1, 65535",
    "stream.threads, 0, 1, 64",
    "stream.threads, 65, 1, 64",
    "replication.factor, 0, 1, 9",
    "replication.factor, 10, 1, 9"
  })
  void shouldRefuseANumberOutOfRange(String name, String value, int minimum, int maximum) {
    // Given
    List<String> arguments = least();
    arguments.add("--" + name + "=" + value);

    // When / Then
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            "%s must be a whole number from %d to %d, not %s", name, minimum, maximum, value);
  }

  @Test
  void shouldRefuseATokenFileThatIsNotThere() {
    // Given
    List<String> arguments = least();
    arguments.add("--view.token.file=/not/there");

    // When / Then
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("view.token.file: cannot read /not/there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "processing.guarantee=at_least_once",
        "application.id=other",
        "commit.interval.ms=30000",
        "auto.register.schemas=true",
        "htp.port=1"
      })
  void shouldRefuseToOverrideWhatCorrectnessDependsOn(String setting) {
    // Given
    List<String> arguments = least();
    arguments.add("--" + setting);

    // When / Then
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("unknown settings: " + setting.substring(0, setting.indexOf('=')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.acks=0",
        "kafka.processing.guarantee=at_least_once",
        "kafka.isolation.level=read_uncommitted",
        "kafka.enable.idempotence=false",
        "kafka.transaction.timeout.ms=600000",
        "kafka.client.id=x"
      })
  @Tag("KA-6")
  void shouldRefuseSettingsOfClientsThatCorrectnessDependsOn(String setting) {
    // Given
    List<String> arguments = least();
    arguments.add("--" + setting);

    // When / Then
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            setting.substring(0, setting.indexOf('='))
                + " cannot be set: only connection and security settings can");
  }

  private List<String> least() {
    return new ArrayList<>(
        List.of(
            "--kafka.bootstrap.servers=broker:9092",
            "--schema.registry.url=http://registry",
            "--cluster.plain.allowed=true",
            "--state.directory=/state",
            "--view.token.file=" + token));
  }

  private static ProcessorSettings read(List<String> arguments) {
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), Map.of());
    ProcessorSettings settings = ProcessorSettings.from(reader);
    reader.finish();
    return settings;
  }
}
