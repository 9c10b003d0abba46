package dev.assent.ingress.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpKeySetSourceTest {
  private static final TestCertificates AUTHORITY = TestCertificates.authority("CN=Issuers");

  private final AtomicInteger elsewhere = new AtomicInteger();
  private final HttpKeySetSource source = new HttpKeySetSource(Optional.of(AUTHORITY.trusting()));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    source.close();
  }

  @Test
  void shouldFetchOverPlainHttpFromThisMachine() throws IOException {
    assertThat(source.fetch(uri("http", server, "/keys"))).asString().isEqualTo("keys");
  }

  @Test
  @Tag("AS-15")
  void shouldFetchOverHttpsFromWhomIsTrustedOnly() throws Exception {
    // Given
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    KeyStore keys = AUTHORITY.issue("CN=login").keyStore(new char[0]);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    serve(secure);
    String uri = uri("https", secure, "/keys");

    // When, then
    try (HttpKeySetSource others = new HttpKeySetSource(Optional.empty())) {
      assertThat(source.fetch(uri)).asString().isEqualTo("keys");
      assertThatThrownBy(() -> others.fetch(uri)).isInstanceOf(IOException.class);
    } finally {
      secure.stop(0);
    }
  }

  @Test
  @Tag("AS-16")
  void shouldNotFollowARedirect() {
    assertThatThrownBy(() -> source.fetch(uri("http", server, "/redirect")))
        .isInstanceOf(IOException.class);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  @Tag("JW-13")
  void shouldNotReadMoreThanAKeySetCanHave() {
    assertThatThrownBy(() -> source.fetch(uri("http", server, "/large")))
        .isInstanceOf(IOException.class);
  }

  @Test
  @Tag("AS-16")
  void shouldNotWaitForAnAnswerThatDripsIn() {
    assertThatThrownBy(() -> source.fetch(uri("http", server, "/slow")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in time");
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example/keys,true",
    "http://localhost:8080/keys,true",
    "http://127.0.0.1/keys,true",
    "http://[::1]/keys,true",
    "http://login.example/keys,false",
    "http://127.0.0.1.example/keys,false",
    "http://localhost@evil.example/keys,false",
    "https://user@login.example/keys,false",
    "https://login.example/keys#x,false",
    "file:///etc/passwd,false",
    "https:///keys,false",
    "keys,false",
    "'a b',false"
  })
  @Tag("AS-16")
  void shouldTakeHttpsAndThisMachineOnly(String uri, boolean allowed) {
    assertThat(HttpKeySetSource.isAllowed(uri)).isEqualTo(allowed);
  }

  private void serve(HttpServer to) {
    to.createContext("/keys", exchange -> answer(exchange, 200, "keys"));
    to.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(128 * 1024 + 1)));
    to.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().set("Location", uri("http", server, "/elsewhere"));
          answer(exchange, 302, "x");
        });
    to.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          answer(exchange, 200, "keys");
        });
    to.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
        });
    to.start();
  }

  private static String uri(String scheme, HttpServer server, String path) {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length());
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
    }
  }
}
