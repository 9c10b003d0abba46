package dev.assent.ingress.authentication;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static dev.assent.ingress.authentication.TestToken.aToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.TlsSettings;
import dev.assent.ingress.settings.TlsSettings.ClientAuthentication;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of credential is presented to every scheme: only the diagonal passes. */
class SchemeMatrixTest {
  private static final TestCertificates SERVERS = TestCertificates.authority("CN=Servers");
  private static final TestCertificates BANK =
      TestCertificates.authority("CN=Banks").issue("CN=core");
  private static final String READ = "/api/v1/users/jane/operations";

  @TempDir private static Path directory;

  private static final Map<Scheme, IngressUnderTest> BY_SCHEME = new EnumMap<>(Scheme.class);

  /** All that somebody could present, well or by mistake. */
  enum Kind {
    KEY(Scheme.API_KEY, "X-Api-Key", BACK_END),
    KEY_AS_TOKEN(null, "Authorization", "Bearer " + BACK_END),
    KEY_AS_BASIC(null, "Authorization", "Basic " + BACK_END),
    KEY_IN_AUTHORIZATION(null, "Authorization", BACK_END),
    BASIC(Scheme.BASIC, "Authorization", IngressUnderTest.basic(TENANT, BACK_END)),
    BASIC_OF_ANOTHER(null, "Authorization", IngressUnderTest.basic("closed", BACK_END)),
    BASIC_OF_NOBODY(null, "Authorization", IngressUnderTest.basic("nobody", BACK_END)),
    BASIC_OF_ADMINISTRATOR(null, "Authorization", IngressUnderTest.basic("", ADMINISTRATOR)),
    BASIC_WITH_TOKEN(null, "Authorization", IngressUnderTest.basic(TENANT, aToken().signed())),
    BASIC_IN_KEY(null, "X-Api-Key", IngressUnderTest.basic(TENANT, BACK_END)),
    TOKEN(Scheme.BEARER, "Authorization", "Bearer " + aToken().signed()),
    TOKEN_IN_KEY(null, "X-Api-Key", aToken().signed()),
    TOKEN_AS_BASIC(null, "Authorization", "Basic " + aToken().signed()),
    IDENTITY_TOKEN(
        null,
        "Authorization",
        "Bearer " + aToken().withHeader("typ", "JWT").with("nonce", "n").signed()),
    SIGNED_APPROVAL(
        null,
        "Authorization",
        "Bearer " + aToken().withHeader("typ", "approval+jwt").with("td", "data").signed()),
    LOGOUT_TOKEN(
        null,
        "Authorization",
        "Bearer " + aToken().withHeader("typ", "logout+jwt").with("events", "e").signed()),
    DPOP_TOKEN(null, "Authorization", "DPoP " + aToken().signed()),
    CERTIFICATE(Scheme.CLIENT_CERTIFICATE, "X-Nothing", "x"),
    DISABLED(null, "X-Api-Key", IngressUnderTest.DISABLED),
    UNKNOWN(null, "X-Api-Key", "key.wrong");

    private final Scheme scheme;
    private final String header;
    private final String value;

    Kind(Scheme schemeOrNull, String header, String value) {
      this.scheme = schemeOrNull;
      this.header = header;
      this.value = value;
    }
  }

  @BeforeAll
  static void start() {
    Path key = SERVERS.issue("CN=assent").writePem(directory.resolve("key"));
    Path trust = BANK.issuer().writeCertificate(directory.resolve("trust"));
    for (Scheme scheme : Scheme.values()) {
      BY_SCHEME.put(
          scheme,
          new IngressUnderTest(
              new HttpSettings(
                  "127.0.0.1",
                  0,
                  Optional.of(
                      new TlsSettings(
                          key,
                          Optional.empty(),
                          Optional.empty(),
                          List.of("TLSv1.3"),
                          ClientAuthentication.OPTIONAL,
                          Optional.of(trust),
                          Optional.empty(),
                          Duration.ofHours(1)))),
              Map.of("native", Set.of(scheme)),
              _ -> {
                throw new IOException("no issuer publishes keys");
              },
              HttpClient.newBuilder().sslContext(SERVERS.trusting()).build()));
    }
  }

  @AfterAll
  static void stop() {
    BY_SCHEME.values().forEach(IngressUnderTest::close);
  }

  @BeforeEach
  void register() {
    for (IngressUnderTest ingress : BY_SCHEME.values()) {
      ingress.reset();
      ingress.shows();
      TestTenant.authenticate(
          ingress,
          """
          {"issuers":[{"issuer":"%s","audience":"%s","jwks":%s}],
           "clientCertificates":[{"certificateId":"core","x5t#S256":"%s","roles":["BACK_END"]}]}
          """
              .formatted(
                  TestToken.ISSUER,
                  TestToken.AUDIENCE,
                  TestKeys.set(TestKeys.ES256),
                  BANK.thumbprint()));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Tag("JW-11")
  @Tag("AS-7")
  void shouldTakeEachKindByItsSchemeOnly(Kind kind) throws Exception {
    for (Scheme scheme : Scheme.values()) {
      assertThat(status(scheme, kind))
          .as("%s presented where only %s counts", kind, scheme)
          .isEqualTo(scheme == kind.scheme ? 200 : 401);
    }
  }

  @Test
  @Tag("AS-20")
  void shouldTakeTwoAtATimeForNone() {
    // Given
    IngressUnderTest ingress = BY_SCHEME.get(Scheme.API_KEY);
    IngressUnderTest tokens = BY_SCHEME.get(Scheme.BEARER);
    String token = "Bearer " + aToken().signed();

    // When, then
    assertThat(
            ingress
                .send(
                    ingress
                        .request(READ)
                        .header("X-Api-Key", BACK_END)
                        .header("X-Api-Key", BACK_END))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            tokens
                .send(
                    tokens
                        .request(READ)
                        .header("Authorization", token)
                        .header("Authorization", token))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            ingress
                .send(
                    ingress
                        .request(READ)
                        .header("X-Api-Key", BACK_END)
                        .header("Authorization", token))
                .statusCode())
        .as("what another scheme would look at is not looked at")
        .isEqualTo(200);
  }

  private static int status(Scheme scheme, Kind kind) throws Exception {
    IngressUnderTest ingress = BY_SCHEME.get(scheme);
    HttpRequest request = ingress.request(READ).header(kind.header, kind.value).GET().build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(
                kind == Kind.CERTIFICATE ? SERVERS.trustingAndPresenting(BANK) : SERVERS.trusting())
            .build()) {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
