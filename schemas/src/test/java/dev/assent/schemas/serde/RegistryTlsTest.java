package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {
  private static final String PASSWORD = "for-the-test-only";

  @TempDir static Path directory;
  private static Path keyStore;
  private static InMemoryRegistry registry;

  @BeforeAll
  static void startRegistry() throws Exception {
    keyStore = directory.resolve("registry.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keyStore.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loaded(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    registry = InMemoryRegistry.start(context);
    registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  private static KeyStore loaded() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keyStore)) {
      store.load(file, PASSWORD.toCharArray());
    }
    return store;
  }

  private static RegistryClient client(Map<String, Object> trust) {
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.putAll(trust);
    return new RegistryClient(RegistrySettings.from(configuration));
  }

  private static boolean finds(RegistryClient client) {
    try (client) {
      return client.lookUp(Records.SUBJECT, Tenant.getClassSchema()).isPresent();
    }
  }

  @Test
  void shouldTrustTheCertificatesOfAPkcs12File() throws Exception {
    // Given
    Path file = directory.resolve("trust.p12");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("registry", loaded().getCertificate("registry"));
    try (var out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    // When / Then
    assertThat(
            finds(
                client(
                    Map.of(
                        "schema.registry.ssl.truststore.location",
                        file.toString(),
                        "schema.registry.ssl.truststore.password",
                        PASSWORD,
                        "schema.registry.ssl.truststore.type",
                        "PKCS12"))))
        .isTrue();
  }

  @Test
  void shouldTrustTheCertificatesOfAPemFile() throws Exception {
    // Given
    Path file = directory.resolve("trust.pem");
    String certificate =
        Base64.getMimeEncoder().encodeToString(loaded().getCertificate("registry").getEncoded());
    Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
    // When / Then
    assertThat(
            finds(
                client(
                    Map.of(
                        "schema.registry.ssl.truststore.location",
                        file.toString(),
                        "schema.registry.ssl.truststore.type",
                        "PEM"))))
        .isTrue();
  }

  @Test
  void shouldNotTalkToARegistryThatIsNotTrusted() {
    assertThatThrownBy(() -> finds(client(Map.of())))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("SSLHandshakeException");
  }

  @Test
  void shouldNameATrustStoreThatCannotBeRead() {
    assertThatThrownBy(
            () -> finds(client(Map.of("schema.registry.ssl.truststore.location", "/no/such/file"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/no/such/file");
  }
}
