package dev.assent.connectors.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundAnswer.Why;
import dev.assent.connectors.trace.RecordedSpans;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.trace.Correlation;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a call that failed, and what is never called at all. */
class OutboundClientTest {
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(700);

  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @TempDir Path directory;

  @AfterEach
  void stop() {
    end.countDown();
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void shouldGiveTheWholeAnswerOfAnyStatus() throws Exception {
    // Given
    AtomicReference<String> trace = new AtomicReference<>();
    URI uri =
        serve(
            exchange -> {
              trace.set(exchange.getRequestHeaders().getFirst("traceparent"));
              byte[] body = exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(500, body.length);
              exchange.getResponseBody().write(body);
            });

    // When
    OutboundAnswer answer = send(TlsFiles.NONE, uri);

    // Then
    assertThat(answer)
        .isInstanceOfSatisfying(
            Received.class,
            received -> {
              assertThat(received.status()).isEqualTo(500);
              assertThat(received.body()).isEqualTo(octets("question"));
            });
    assertThat(trace).hasValue(TRACEPARENT);
  }

  @Test
  void shouldHaveTheCallContinueTheTraceWithASpanOfItsOwn() throws Exception {
    // Given
    RecordedSpans recorded = new RecordedSpans();
    AtomicReference<String> trace = new AtomicReference<>();
    URI uri =
        serve(
            exchange -> {
              trace.set(exchange.getRequestHeaders().getFirst("traceparent"));
              exchange.sendResponseHeaders(204, -1);
            });
    OutboundSettings settings = settings(TlsFiles.NONE, AddressRule.hosts(Set.of("127.0.0.1")));

    // When
    try (OutboundClient client = new OutboundClient(settings, recorded.outboundMeter())) {
      client.send(call(uri.resolve("/accounts/39001010000")));
    }

    // Then
    SpanData span = recorded.one();
    assertThat(trace.get()).endsWith("-" + span.getSpanId() + "-01").startsWith("00-");
    assertThat(TRACEPARENT).contains(span.getTraceId(), span.getParentSpanId());
    assertThat(span.getAttributes().asMap().toString())
        .contains("http.response.status_code=204")
        .doesNotContain("39001010000");
  }

  @Test
  void shouldKnowThatNothingWasSentWhereNobodyListens() throws Exception {
    // Given
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    // When, then
    assertThat(send(TlsFiles.NONE, URI.create("http://127.0.0.1:" + port)))
        .isEqualTo(new NotSent(Why.NO_CONNECTION));
  }

  @Test
  void shouldKnowThatNothingWasSentWhereTheNameHasNoAddress() throws Exception {
    // Given
    OutboundSettings settings =
        settings(TlsFiles.NONE, AddressRule.hosts(Set.of("nowhere.invalid")));

    // When, then
    try (OutboundClient client = new OutboundClient(settings, OutboundMeter.NONE)) {
      assertThat(client.send(call(URI.create("https://nowhere.invalid/"))))
          .isEqualTo(new NotSent(Why.NO_CONNECTION));
    }
  }

  @Test
  void shouldNotKnowWhetherItArrivedWhereNoAnswerComes() throws Exception {
    // Given
    URI uri = serve(_ -> waited());

    // When, then
    assertThat(send(TlsFiles.NONE, uri, SHORT)).isEqualTo(new MaybeSent(Why.TIMEOUT));
  }

  @Test
  void shouldNotWaitForAnAnswerThatDripsIn() throws Exception {
    // Given
    URI uri =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              waited();
            });

    // When, then
    assertThat(send(TlsFiles.NONE, uri, SHORT)).isEqualTo(new MaybeSent(Why.TIMEOUT));
  }

  @Test
  void shouldNotKnowWhetherItArrivedWhereTheConnectionBreaks() throws Exception {
    // Given
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> readAndHangUp(socket));

      // When, then
      assertThat(send(TlsFiles.NONE, URI.create("http://127.0.0.1:" + socket.getLocalPort())))
          .isEqualTo(new MaybeSent(Why.BROKEN));
    }
  }

  @Test
  void shouldTakeNoAnswerThatIsTooLarge() throws Exception {
    // Given
    URI uri =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[2_000]);
              }
            });

    // When, then
    assertThat(send(TlsFiles.NONE, uri)).isEqualTo(new MaybeSent(Why.BROKEN));
  }

  @Test
  @Tag("AS-16")
  void shouldFollowNoRedirect() throws Exception {
    // Given
    AtomicInteger calls = new AtomicInteger();
    URI uri =
        serve(
            exchange -> {
              calls.incrementAndGet();
              exchange.getResponseHeaders().add("Location", "/elsewhere");
              exchange.sendResponseHeaders(307, -1);
            });

    // When
    OutboundAnswer answer = send(TlsFiles.NONE, uri);

    // Then
    assertThat(answer)
        .isInstanceOfSatisfying(
            Received.class, received -> assertThat(received.status()).isEqualTo(307));
    assertThat(calls).hasValue(1);
  }

  @Test
  @Tag("AS-16")
  void shouldCallNobodyOutsideTheAllowList() throws Exception {
    // Given
    OutboundSettings settings =
        settings(TlsFiles.NONE, AddressRule.hosts(Set.of("bank.example", "localhost")));

    // When, then
    try (OutboundClient client = new OutboundClient(settings, OutboundMeter.NONE)) {
      for (String address :
          new String[] {
            "https://other.example/",
            "http://bank.example/",
            "https://bank.example@other.example/",
            "https://user@bank.example/",
            "https://bank.example.other.example/",
            "ftp://bank.example/"
          }) {
        assertThat(client.send(call(URI.create(address))))
            .as(address)
            .isEqualTo(new NotSent(Why.NOT_ALLOWED));
      }
    }
  }

  @Test
  @Tag("AS-15")
  void shouldTrustNobodyButTheGivenAuthorities() throws Exception {
    // Given
    TestTls shown = TestTls.create("localhost");
    TestTls trusted = TestTls.create("localhost");
    URI uri = serveTls(shown.server(trusted), false);

    // When, then
    assertThat(send(trust(trusted), uri)).isEqualTo(new NotSent(Why.NO_TRUST));
    assertThat(send(trust(shown), uri)).isInstanceOf(Received.class);
  }

  @Test
  @Tag("AS-15")
  void shouldShowItsCertificate() throws Exception {
    // Given
    TestTls shown = TestTls.create("localhost");
    TestTls own = TestTls.create("client");
    TestTls other = TestTls.create("client");
    URI uri = serveTls(shown.server(own), true);

    // When, then
    assertThat(send(withKey(own, shown), uri)).isInstanceOf(Received.class);
    // under TLS 1.3 a server refuses after our handshake: its word can be lost with the connection
    assertThat(send(withKey(other, shown), uri))
        .isIn(new NotSent(Why.NO_TRUST), new MaybeSent(Why.BROKEN));
  }

  @Test
  void shouldSayNothingOfAKeyFileThatItCannotRead() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("key"), "not a key store");
    TlsFiles tls =
        new TlsFiles(
            Optional.of(file), Optional.of(new Secret("pass-word")), true, Optional.empty());

    // When, then
    assertThatThrownBy(
            () ->
                new OutboundClient(
                    settings(tls, AddressRule.hosts(Set.of("localhost"))), OutboundMeter.NONE))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("pass-word");
  }

  @Test
  void shouldHoldBackWhatIsDownAndTryItAgainAfterAWhile() throws Exception {
    // Given
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger status = new AtomicInteger(503);
    URI uri =
        serve(
            exchange -> {
              calls.incrementAndGet();
              exchange.sendResponseHeaders(status.get(), -1);
            });
    OutboundSettings settings = settings(TlsFiles.NONE, AddressRule.hosts(Set.of("127.0.0.1")));
    try (OutboundClient client = new OutboundClient(settings, OutboundMeter.NONE)) {
      client.send(call(uri));
      client.send(call(uri));

      // When
      OutboundAnswer heldBack = client.send(call(uri));
      status.set(200);

      // Then
      assertThat(heldBack).isEqualTo(new NotSent(Why.BREAKER_OPEN));
      assertThat(calls).hasValue(2);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> client.send(call(uri)) instanceof Received);
    }
  }

  private OutboundAnswer send(TlsFiles tls, URI uri) throws InterruptedException {
    return send(tls, uri, LONG);
  }

  private OutboundAnswer send(TlsFiles tls, URI uri, Duration timeout) throws InterruptedException {
    OutboundSettings settings =
        settings(tls, AddressRule.hosts(Set.of("127.0.0.1", "localhost")), timeout);
    try (OutboundClient client = new OutboundClient(settings, OutboundMeter.NONE)) {
      return client.send(call(uri));
    }
  }

  private static OutboundSettings settings(TlsFiles tls, AddressRule addresses) {
    return settings(tls, addresses, LONG);
  }

  private static OutboundSettings settings(TlsFiles tls, AddressRule addresses, Duration timeout) {
    return new OutboundSettings(
        "test",
        addresses,
        LONG,
        timeout,
        1_024,
        tls,
        new BreakerSettings(4, 50, Duration.ofMillis(300)));
  }

  private TlsFiles trust(TestTls server) throws Exception {
    return new TlsFiles(
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.of(server.pem(directory.resolve("trust.pem"))));
  }

  private TlsFiles withKey(TestTls own, TestTls server) throws Exception {
    return new TlsFiles(
        Optional.of(own.store(directory.resolve(UUID.randomUUID() + ".p12"))),
        Optional.of(new Secret(TestTls.PASSWORD)),
        false,
        Optional.of(server.pem(directory.resolve(UUID.randomUUID() + ".pem"))));
  }

  private static OutboundCall call(URI uri) {
    return OutboundCall.post(
        uri,
        Map.of(),
        octets("question"),
        new Correlation(Optional.of(TRACEPARENT), Optional.empty(), Optional.empty()));
  }

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private URI serve(HttpHandler handler) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    start(handler);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private URI serveTls(SSLContext context, boolean needsCertificate) throws IOException {
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(needsCertificate);
            parameters.setSSLParameters(tls);
          }
        });
    server = secure;
    start(exchange -> exchange.sendResponseHeaders(204, -1));
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private void start(HttpHandler handler) {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.start();
  }

  private void waited() {
    try {
      assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readAndHangUp(ServerSocket socket) {
    try (Socket connection = socket.accept()) {
      assertThat(connection.getInputStream().read()).isPositive();
    } catch (IOException _) {
      // the client sees what it sees
    }
  }
}
