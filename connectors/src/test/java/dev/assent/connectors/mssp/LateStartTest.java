package dev.assent.connectors.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that end before a phone could be asked. */
final class LateStartTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String DOCUMENT =
      "{\"display\":{\"amount\":\"42.00 EUR\"},\"kind\":\"SIGNING\",\"nonce\":\"n-1\"}";

  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer service;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void shouldNotHaveAPhoneRingLongerThanItsOperationLasts() throws Exception {
    // When
    ProviderOutcome late =
        start(MobileServiceSettings.SHORTEST_TIMEOUT.minus(Duration.ofMillis(1)));

    // Then
    assertThat(late).isEqualTo(new Unreachable());
    assertThat(calls).hasValue(0);
  }

  @Test
  void shouldAskForAsLongAsTheOperationLasts() throws Exception {
    // When
    ProviderOutcome inTime = start(MobileServiceSettings.SHORTEST_TIMEOUT);

    // Then
    assertThat(inTime).isEqualTo(new AnswerLost());
    assertThat(calls).hasValue(1);
  }

  private ProviderOutcome start(Duration left) throws InterruptedException {
    SettingsReader reader =
        SettingsReader.of(
            new String[] {
              "--connector.theirs.url=http://127.0.0.1:" + service.getAddress().getPort(),
              "--connector.theirs.ap.id=http://bank.example",
              "--connector.theirs.signature.profile=http://mid.example/profile",
            },
            Map.of());
    try (Provider provider =
        MobileServiceKind.SOAP.open(
            ConnectorSettings.of(reader, "theirs"),
            new ProviderSurroundings(Clock.fixed(NOW, ZoneOffset.UTC), OutboundMeter.NONE))) {
      return provider.carryOut(
          new ProviderRequest.Start(
              new ProviderTransaction(
                  new UserKey("tenant", "john.snow"),
                  "payment",
                  "credential",
                  "A1",
                  Optional.empty(),
                  Octets.of(DOCUMENT.getBytes(StandardCharsets.UTF_8)),
                  Optional.empty(),
                  NOW.plus(left),
                  Optional.of(
                      new Subscriber(
                          new Secret("+41790000000"), Optional.empty(), Optional.empty())),
                  Correlation.NONE)));
    }
  }
}
