package dev.assent.connectors.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.push.PushSender.Outcome;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Firebase Cloud Messaging as its server sees it. */
class FcmSenderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final PushAddress ADDRESS =
      PushAddress.of(PushService.FCM, "com.bank.app", "device:token");
  private static final PushMessage MESSAGE =
      new PushMessage("AAAAAAAAAAAAAAAAAAAAAAAAAAA", NOW.plusSeconds(120));
  private static final String UNREGISTERED =
      """
      {"error": {"code": 404, "status": "NOT_FOUND", "details": [
        {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "UNREGISTERED"}]}}
      """;

  private static KeyPair keys;

  private final List<String> assertions = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private HttpServer server;
  private FcmSender sender;
  private volatile int status = 200;
  private volatile String answer = "{\"name\":\"projects/p/messages/1\"}";

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", this::giveToken);
    server.createContext("/v1/projects/bank-app/messages:send", this::takeMessage);
    server.start();
    sender =
        new FcmSender(
            new FcmSettings(FcmAccount.parse(account()), URI.create(url())),
            OutboundMeter.NONE,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    sender.close();
    server.stop(0);
  }

  @Test
  void shouldSendKeyAndDeadlineAndNothingElse() throws Exception {
    // When
    Outcome outcome = sender.send(ADDRESS, MESSAGE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Taken());
    assertThat(messages).hasSize(1);
    assertThat(new JsonMapper().readTree(messages.getFirst()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"message": {
                      "token": "device:token",
                      "data": {
                        "challengeKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
                        "expiresAt": "2026-01-02T03:06:05Z"},
                      "android": {
                        "priority": "HIGH",
                        "ttl": "120s",
                        "collapse_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
                        "restricted_package_name": "com.bank.app"}}}
                    """));
  }

  @Test
  void shouldAskForOneTokenWithASignedAssertion() throws Exception {
    // When
    sender.send(ADDRESS, MESSAGE);
    sender.send(ADDRESS, MESSAGE);

    // Then
    assertThat(authorizations).containsExactly("Bearer token-1", "Bearer token-1");
    assertThat(assertions).hasSize(1);
    SignedJWT jwt = SignedJWT.parse(assertions.getFirst());
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic()))).isTrue();
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("key-1");
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("push@bank-app.example");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(url() + "/token");
    assertThat(jwt.getJWTClaimsSet().getStringClaim("scope"))
        .isEqualTo("https://www.googleapis.com/auth/firebase.messaging");
    assertThat(jwt.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void shouldGetANewTokenWhereTheOldOneIsNotTaken() throws Exception {
    // Given
    status = 401;
    sender.send(ADDRESS, MESSAGE);
    status = 200;

    // When
    Outcome outcome = sender.send(ADDRESS, MESSAGE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Taken());
    assertThat(authorizations).containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void shouldTellAnAppThatIsGoneFromAWrongProject() throws Exception {
    // Given
    status = 404;
    answer = UNREGISTERED;
    Outcome gone = sender.send(ADDRESS, MESSAGE);
    answer = "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}";

    // When
    Outcome wrong = sender.send(ADDRESS, MESSAGE);

    // Then
    assertThat(gone).isEqualTo(new Outcome.Unregistered());
    assertThat(wrong).isEqualTo(new Outcome.Refused("404"));
  }

  @Test
  void shouldTryLaterWhenTheServiceCannot() throws Exception {
    // Given
    status = 503;

    // When
    Outcome outcome = sender.send(ADDRESS, MESSAGE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.NotNow(Optional.of(Duration.ofSeconds(7))));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String account() throws IOException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "type", "service_account",
                "project_id", "bank-app",
                "private_key_id", "key-1",
                "private_key", pem,
                "client_email", "push@bank-app.example",
                "token_uri", url() + "/token"));
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        Arrays.stream(body(exchange).split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    assertions.add(form.get("assertion"));
    reply(
        exchange,
        form.get("grant_type").equals("urn:ietf:params:oauth:grant-type:jwt-bearer") ? 200 : 400,
        "{\"access_token\":\"token-%d\",\"expires_in\":3599}".formatted(assertions.size()));
  }

  private void takeMessage(HttpExchange exchange) throws IOException {
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    messages.add(body(exchange));
    exchange.getResponseHeaders().set("Retry-After", "7");
    reply(exchange, status, answer);
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
