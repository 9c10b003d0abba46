package dev.assent.ingress.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.ingress.authentication.BearerRules;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressSettingsTest {
  @TempDir Path directory;
  private List<String> least;

  @BeforeEach
  void prepare() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
    least =
        List.of(
            "--kafka.bootstrap.servers=127.0.0.1:9092",
            "--schema.registry.url=http://127.0.0.1:8085",
            "--view.url=http://127.0.0.1:8081",
            "--view.token.file=" + token);
  }

  @Test
  @Tag("AS-17")
  void shouldTakeAdministratorsKeysFromAFileOfTheOwnerOnly() throws IOException {
    // Given
    String key = "root.0123456789012345678901234567890123456789";
    Path file = Files.writeString(directory.resolve("keys"), key + "\n");
    String argument = "--administration.key.file=" + file;

    // When, then
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> read(argument))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("others than the owner");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(read(argument).administrators().authenticate(key)).isPresent();
  }

  @Test
  void shouldNotStartWithAnAdministratorsKeyThatIsNone() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("keys"), "s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    // When, then
    assertThatThrownBy(() -> read("--administration.key.file=" + file))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void shouldOpenTheVaultWithKeysFromAFileOfTheOwnerOnly() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("vault"), "k1:" + "A".repeat(43) + "=\n");
    String argument = "--vault.key.file=" + file;

    // When, then
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> read(argument))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("by its owner only");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(read(argument).vault()).isPresent();
  }

  @Test
  void shouldHaveDefaults() {
    // When
    IngressSettings settings = read();

    // Then
    assertThat(settings.http())
        .isEqualTo(new IngressSettings.HttpSettings("127.0.0.1", 8080, Optional.empty()));
    assertThat(settings.replyTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.requestsLimit()).isEqualTo(4_096);
    assertThat(settings.waits())
        .isEqualTo(new IngressSettings.WaitSettings(10_000, Duration.ofSeconds(15)));
    assertThat(settings.administrators().areAny()).isFalse();
    assertThat(settings.vault()).isEmpty();
    assertThat(settings.limits())
        .isEqualTo(
            new LimitSettings(
                65_536, 8_192, 64, 4_096, Duration.ofSeconds(10), 4_096, 3_072, 20_000, 200, 120));
    assertThat(settings.drain())
        .isEqualTo(new DrainSettings(Duration.ofSeconds(1), Duration.ofSeconds(5)));
    assertThat(settings.traceCollector()).isEmpty();
    assertThat(settings.view().urls()).containsExactly(URI.create("http://127.0.0.1:8081"));
    assertThat(settings.view().token().reveal()).isEqualTo("s3cret");
    assertThat(settings.kafka().clients()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092"));
    assertThat(settings.kafka().registry())
        .isEqualTo(
            Map.of(
                "schema.registry.url",
                "http://127.0.0.1:8085",
                "specific.avro.reader",
                "true",
                "auto.register.schemas",
                "false"));
  }

  @Test
  void shouldTakeEverySetting() throws IOException {
    // When
    IngressSettings settings =
        read(
            "--http.host=0.0.0.0",
            "--http.plain.allowed=true",
            "--http.port=9000",
            "--reply.timeout=PT2S",
            "--requests.limit=10",
            "--waits.limit=11",
            "--waits.heartbeat=PT20S",
            "--kafka.security.protocol=SASL_SSL",
            "--kafka.sasl.jaas.config.file=" + secret("x"),
            "--kafka.ssl.truststore.location=/t",
            "--basic.auth.user.info.file=" + secret("u:p"),
            "--assent.avro.serializer.class=a.B");

    // Then
    assertThat(settings.http())
        .isEqualTo(new IngressSettings.HttpSettings("0.0.0.0", 9_000, Optional.empty()));
    assertThat(settings.replyTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.requestsLimit()).isEqualTo(10);
    assertThat(settings.waits())
        .isEqualTo(new IngressSettings.WaitSettings(11, Duration.ofSeconds(20)));
    assertThat(settings.kafka().clients())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "x")
        .containsEntry("ssl.truststore.location", "/t");
    assertThat(settings.kafka().registry())
        .containsEntry("basic.auth.user.info", "u:p")
        .containsEntry("assent.avro.serializer.class", "a.B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "isolation.level",
        "max.block.ms",
        "delivery.timeout.ms",
        "auto.offset.reset",
        "transactional.id",
        "retries",
        "group.id",
        "key.serializer"
      })
  @Tag("KA-5")
  void shouldRefuseWhatCorrectnessDependsOn(String name) {
    // Then
    assertThatThrownBy(() -> read("--kafka." + name + "=x"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("kafka." + name + " cannot be set: only connection and security settings can");
  }

  @ParameterizedTest
  @CsvSource({
    "reply.timeout,PT5S",
    "reply.timeout,PT0.01S",
    "reply.timeout,4",
    "requests.limit,0",
    "waits.limit,0",
    "waits.heartbeat,PT31S",
    "http.port,65536",
    "limits.body.bytes,1000000000",
    "limits.header.count,0",
    "limits.rate.per.user,-1",
    "limits.head.timeout,PT0S",
    "drain.notice,PT2M",
    "drain.grace,PT0S",
    "trace.collector.url,collector:4318",
    "view.url,ftp://x",
    "view.url,http:///x",
    "view.url,a b",
    "view.url,'http://x,'",
    "view.url,'http://x,ftp://y'",
    "htp.port,1"
  })
  void shouldRefuseWhatIsUnknownOrOutOfRange(String name, String value) {
    // Then
    assertThatThrownBy(() -> read("--" + name + "=" + value))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  @Tag("AS-15")
  void shouldSpeakInPlainToThisMachineOnlyWhereNobodySaysOtherwise(String host) {
    // Then
    assertThatThrownBy(() -> read("--http.host=" + host))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("http.plain.allowed=true");
    assertThat(read("--http.host=" + host, "--http.plain.allowed=true").http().tls()).isEmpty();
    assertThat(read("--http.host=localhost").http().tls()).isEmpty();
  }

  @Test
  @Tag("AS-17")
  void shouldTakeTheKeyOfTheServerFromAFileOfTheOwnerOnly() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("key"), "-----BEGIN");
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    String argument = "--http.tls.key.file=" + file;

    // When, then
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> read(argument))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("http.tls.key.file: others than the owner");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    TlsSettings tls =
        read(argument, "--http.host=0.0.0.0", "--http.tls.key.password.file=" + password)
            .http()
            .tls()
            .orElseThrow();
    assertThat(tls.keyFile()).isEqualTo(file);
    assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(tls.clientAuthentication()).isEqualTo(TlsSettings.ClientAuthentication.NONE);
    assertThat(tls.reloadInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(tls.keyPassword().orElseThrow().reveal()).isEqualTo("s3cret");
    assertThat(tls.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "http.tls.protocols,TLSv1.1",
    "http.tls.protocols,'TLSv1.3,SSLv3'",
    "http.tls.client.authentication,maybe",
    "http.tls.client.authentication,required",
    "http.tls.reload.interval,PT0.1S",
    "http.tls.trust.file,/does/not/exist",
    "authentication.schemes.native,PASSWORD",
    "authentication.schemes.administration,BEARER",
    "authentication.schemes.native,CLIENT_CERTIFICATE",
    "authentication.bearer.clock.skew,PT61S",
    "authentication.bearer.longest.life,PT25H",
    "authentication.keys.fresh.for,PT1M",
    "authentication.keys.trust.file,/does/not/exist"
  })
  void shouldRefuseAuthenticationAndTlsThatAreNotAsDocumented(String name, String value)
      throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("key"), "-----BEGIN");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    // Then
    assertThatThrownBy(() -> read("--http.tls.key.file=" + file, "--" + name + "=" + value))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(name.substring(0, name.lastIndexOf('.')));
  }

  @Test
  void shouldTakeTheSchemesOfEachDialect() {
    // When
    IngressSettings settings =
        read(
            "--authentication.schemes.native=API_KEY, BEARER",
            "--authentication.schemes.onespan=BASIC",
            "--authentication.bearer.longest.life=PT10M");

    // Then
    assertThat(settings.authentication().schemes())
        .isEqualTo(
            Map.of(
                "native", Set.of(Scheme.API_KEY, Scheme.BEARER), "onespan", Set.of(Scheme.BASIC)));
    assertThat(settings.authentication().bearer().longestLife()).isEqualTo(Duration.ofMinutes(10));
    assertThat(read().authentication().bearer()).isEqualTo(BearerRules.STANDARD);
    assertThat(read().authentication().schemes()).isEmpty();
  }

  @Test
  void shouldHideSecretsWhenPrinted() throws IOException {
    // Given
    SettingsReader reader = reader("--kafka.sasl.jaas.config.file=" + secret("hunter2"));

    // When
    IngressSettings settings = IngressSettings.from(reader);

    // Then
    assertThat(String.join("\n", reader.describe())).doesNotContain("hunter2", "s3cret");
    assertThat(settings.view().toString()).doesNotContain("s3cret");
  }

  private Path secret(String secret) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "secret", ""), secret + "\n");
  }

  private IngressSettings read(String... more) {
    return IngressSettings.from(reader(more));
  }

  private SettingsReader reader(String... more) {
    List<String> arguments = new ArrayList<>(least);
    arguments.addAll(List.of(more));
    return SettingsReader.of(arguments.toArray(new String[0]), Map.of());
  }
}
