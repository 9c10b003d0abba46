package dev.assent.ingress.authentication;

import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.TlsSettings;
import dev.assent.ingress.settings.TlsSettings.ClientAuthentication;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, HTTP/2 and client certificates, with real handshakes. */
class TlsTest {
  private static final String SUBJECT = "CN=core, O=Bank, C=CH";
  private static final TestCertificates SERVERS = TestCertificates.authority("CN=Servers");
  private static final TestCertificates BANKS = TestCertificates.authority("CN=Banks");
  private static final TestCertificates OTHERS = TestCertificates.authority("CN=Others");
  private static final TestCertificates BANK = BANKS.issue(SUBJECT);
  private static final String READ = "/api/v1/users/jane/operations";

  @TempDir private static Path directory;

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(directory.resolve("trust"), BANKS.pem() + OTHERS.pem());
    ingress =
        start(
            new TlsSettings(
                SERVERS.issue("CN=one").writePem(directory.resolve("key")),
                Optional.empty(),
                Optional.empty(),
                List.of("TLSv1.3", "TLSv1.2"),
                ClientAuthentication.OPTIONAL,
                Optional.of(directory.resolve("trust")),
                Optional.empty(),
                Duration.ofSeconds(1)));
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
    ingress.shows();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  @Tag("AS-15")
  void shouldSpeakWhatTheClientOffers(Version version) throws Exception {
    // When
    HttpResponse<String> response =
        send(
            HttpClient.newBuilder().sslContext(SERVERS.trusting()).version(version).build(),
            key(ingress, IngressUnderTest.BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.version()).isEqualTo(version);
  }

  @Test
  void shouldTakeABodyOverHttp2() throws Exception {
    // When
    HttpResponse<String> response;
    try (HttpClient client = client(SERVERS.trusting())) {
      response =
          client.send(
              ingress
                  .post(READ, "{\"kind\":\"SIGNING\"}" + " ".repeat(40_000))
                  .header("X-Api-Key", IngressUnderTest.BACK_END)
                  .build(),
              BodyHandlers.ofString());
    }

    // Then
    assertThat(response.version()).isEqualTo(Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(ingress.command().getTenant()).isEqualTo(TENANT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  @Tag("AS-15")
  void shouldSpeakTheVersionsOfTlsThatAreSet(String protocol) throws Exception {
    // Given
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {protocol});
    HttpClient client =
        HttpClient.newBuilder().sslContext(SERVERS.trusting()).sslParameters(parameters).build();

    // When
    HttpResponse<String> response = send(client, key(ingress, IngressUnderTest.BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
  }

  @Test
  @Tag("AS-15")
  void shouldNotSpeakAVersionOfTlsThatIsNotSet() {
    // Given
    Path key = SERVERS.issue("CN=two").writePkcs12(directory.resolve("p12"), "secret");
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.2"});
    HttpClient client =
        HttpClient.newBuilder().sslContext(SERVERS.trusting()).sslParameters(parameters).build();

    // When, then
    try (IngressUnderTest strict =
        start(tls(key, Optional.of(new Secret("secret")), List.of("TLSv1.3")))) {
      assertThatThrownBy(() -> send(client, key(strict, IngressUnderTest.BACK_END)))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(status(SERVERS.trusting(), key(strict, IngressUnderTest.BACK_END))).isEqualTo(503);
    }
  }

  @Test
  @Tag("AS-15")
  void shouldNotSpeakInPlainWhereTlsIsSet() {
    HttpRequest.Builder plain =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingress.port() + READ));
    assertThatThrownBy(() -> send(client(SERVERS.trusting()), plain))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldServeANewCertificateWithoutARestart() throws Exception {
    // Given
    Path file = SERVERS.issue("CN=before").writePem(directory.resolve("rotated"));

    // When, then
    try (IngressUnderTest rotated =
        start(tls(file, Optional.empty(), List.of("TLSv1.3", "TLSv1.2")))) {
      Files.writeString(file, "garbage");
      Awaitility.await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(20))
          .until(() -> served(rotated), "CN=before"::equals);
      SERVERS.issue("CN=after").writePem(file);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> served(rotated), "CN=after"::equals);
    }
  }

  @Test
  @Tag("AS-17")
  void shouldNotStartWithAKeyFileThatIsNone() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("garbage"), "s3cret");

    // When, then
    assertThatThrownBy(() -> start(tls(file, Optional.empty(), List.of("TLSv1.3"))).close())
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void shouldKnowAClientByTheThumbprintOfItsCertificate() {
    // Given
    register(
        "{\"certificateId\":\"core\",\"x5t#S256\":\"%s\",\"roles\":[\"BACK_END\"]}"
            .formatted(BANK.thumbprint()));

    // When, then
    assertThat(status(presenting(BANK), anonymous())).isEqualTo(200);
    assertThat(status(presenting(BANKS.issue(SUBJECT)), anonymous())).isEqualTo(401);
    assertThat(status(SERVERS.trusting(), anonymous())).isEqualTo(401);
  }

  @Test
  void shouldKnowAClientByItsSubjectAndAuthority() {
    // Given
    register(bySubject(SUBJECT, BANKS));

    // When, then
    assertThat(status(presenting(BANK), anonymous())).isEqualTo(200);
    assertThat(status(presenting(BANKS.issue(SUBJECT)), anonymous())).isEqualTo(200);
    assertThat(status(presenting(BANKS.issue("CN=core, O=Bank")), anonymous())).isEqualTo(401);
    // an authority that the TLS layer trusts for somebody else
    assertThat(status(presenting(OTHERS.issue(SUBJECT)), anonymous())).isEqualTo(401);
  }

  @Test
  void shouldNotTakeACertificateThatIsOverByOurClock() {
    // Given
    TestCertificates early = BANKS.issue(SUBJECT, NOW.plusSeconds(60), TestCertificates.UNTIL);
    register(bySubject(SUBJECT, BANKS));

    // When, then
    assertThat(status(presenting(early), anonymous())).isEqualTo(401);
  }

  @Test
  @Tag("AS-20")
  void shouldRefuseTheHandshakeOfACertificateThatNobodyTrusts() {
    // Given
    TestCertificates stranger = TestCertificates.authority("CN=Stranger").issue(SUBJECT);

    // When, then
    assertThatThrownBy(() -> send(client(presenting(stranger)), anonymous()))
        .isInstanceOf(IOException.class);
  }

  @Test
  @Tag("AS-11")
  void shouldForgetACertificateOnAnOpenConnection() throws Exception {
    // Given
    register(bySubject(SUBJECT, BANKS));

    // When, then
    try (HttpClient client = client(presenting(BANK))) {
      assertThat(send(client, anonymous()).statusCode()).isEqualTo(200);
      Tenant tenant = ingress.tenants().latest(TENANT);
      ingress.tenants().write(Tenant.newBuilder(tenant).setEnabled(false).build());
      assertThat(send(client, anonymous()).statusCode()).isEqualTo(401);
      ingress.tenants().write(tenant);
      assertThat(send(client, anonymous()).statusCode()).isEqualTo(200);
      register("");
      assertThat(send(client, anonymous()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  @Tag("AS-20")
  void shouldTakeACertificateForNobodyWhereTwoTenantsClaimIt() {
    // Given
    register(bySubject(SUBJECT, BANKS));
    Tenant tenant = ingress.tenants().latest(TENANT);
    ingress.tenants().write(Tenant.newBuilder(tenant).setTenant("other").build());

    // When, then
    assertThat(status(presenting(BANK), anonymous())).isEqualTo(401);
  }

  @Test
  void shouldTakeAKeyOverAConnectionWithACertificate() {
    // Given
    register(bySubject(SUBJECT, BANKS));

    // When, then what is presented for the request is what counts, wrong or right
    SSLContext context = presenting(BANK);
    assertThat(status(context, key(ingress, IngressUnderTest.BACK_END))).isEqualTo(200);
    assertThat(status(context, key(ingress, IngressUnderTest.FRONT_END))).isEqualTo(403);
    assertThat(status(context, key(ingress, "wrong.key"))).isEqualTo(401);
  }

  @Test
  void shouldTakeABoundTokenFromWhoeverHasTheCertificate() {
    // Given
    TestTenant.authenticate(
        ingress,
        "{\"issuers\":[{\"issuer\":\"%s\",\"audience\":\"%s\",\"jwks\":%s}]}"
            .formatted(TestToken.ISSUER, TestToken.AUDIENCE, TestKeys.set(TestKeys.ES256)));
    String token = TestToken.aToken().with("cnf", Map.of("x5t#S256", BANK.thumbprint())).signed();
    HttpRequest.Builder request = ingress.request(READ).header("Authorization", "Bearer " + token);

    // When, then
    assertThat(status(presenting(BANK), request)).isEqualTo(200);
    assertThat(status(presenting(BANKS.issue(SUBJECT)), request)).isEqualTo(401);
    assertThat(status(SERVERS.trusting(), request)).isEqualTo(401);
  }

  private static String bySubject(String subject, TestCertificates authority) {
    return "{\"certificateId\":\"core\",\"tls_client_auth_subject_dn\":\"%s\",\"authority\":\"%s\",\"roles\":[\"BACK_END\"]}"
        .formatted(subject, authority.pem().replace("\n", "\\n"));
  }

  private static void register(String certificates) {
    TestTenant.authenticate(ingress, "{\"clientCertificates\":[%s]}".formatted(certificates));
  }

  private static IngressUnderTest start(TlsSettings tls) {
    return new IngressUnderTest(
        new HttpSettings("127.0.0.1", 0, Optional.of(tls)),
        Map.of("native", Set.of(Scheme.API_KEY, Scheme.BEARER, Scheme.CLIENT_CERTIFICATE)),
        _ -> {
          throw new IOException("no issuer publishes keys");
        },
        client(SERVERS.trusting()));
  }

  private static TlsSettings tls(Path key, Optional<Secret> password, List<String> protocols) {
    return new TlsSettings(
        key,
        Optional.empty(),
        password,
        protocols,
        ClientAuthentication.NONE,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1));
  }

  private static SSLContext presenting(TestCertificates certificate) {
    return SERVERS.trustingAndPresenting(certificate);
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpRequest.Builder key(IngressUnderTest target, String key) {
    return target.request(READ).header("X-Api-Key", key);
  }

  private static HttpRequest.Builder anonymous() {
    return ingress.request(READ);
  }

  /** The subject of the certificate that a new connection is served with. */
  private static String served(IngressUnderTest target) throws Exception {
    try (HttpClient client = client(SERVERS.trusting())) {
      X509Certificate certificate =
          (X509Certificate)
              send(client, target.request(READ))
                  .sslSession()
                  .orElseThrow()
                  .getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static int status(SSLContext context, HttpRequest.Builder request) {
    try (HttpClient client = client(context)) {
      return send(client, request).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.GET().build(), BodyHandlers.ofString());
  }
}
