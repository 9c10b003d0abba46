package dev.assent.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.assent.connectors.idp.IdentityProviderKind;
import dev.assent.connectors.mobileid.MobileIdKind;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.connectors.smartid.SmartIdKind;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers, or what stands before them, that have no time for an answer. */
final class BusyProviderTest {
  private static final String DOCUMENT =
      "{\"display\":{\"amount\":\"42.00 EUR\"},\"kind\":\"SIGNING\",\"nonce\":\"n-1\"}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void shouldGoOnAskingWhereNothingIsSaidOfTheTransaction(int status) throws Exception {
    // Given
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, -1);
          }
        });
    busy.start();

    // When, then
    try {
      for (ProviderKind kind :
          List.of(new IdentityProviderKind(), new MobileIdKind(), new SmartIdKind())) {
        try (Provider provider = open(kind, busy.getAddress().getPort())) {
          assertThat(provider.carryOut(new ProviderRequest.Status(transaction())))
              .as(kind.kind())
              .isEqualTo(new AnswerLost());
        }
      }
    } finally {
      busy.stop(0);
    }
  }

  private Provider open(ProviderKind kind, int port) throws IOException {
    Path uuid = Files.writeString(folder.resolve("uuid"), "0-0");
    SettingsReader reader =
        SettingsReader.of(
            new String[] {
              "--connector.theirs.url=http://127.0.0.1:" + port,
              "--connector.theirs.relying.party.uuid.file=" + uuid,
              "--connector.theirs.relying.party.name=DEMO",
            },
            Map.of());
    return kind.open(
        ConnectorSettings.of(reader, "theirs"),
        new ProviderSurroundings(Clock.systemUTC(), OutboundMeter.NONE));
  }

  private static ProviderTransaction transaction() {
    return new ProviderTransaction(
        new UserKey("tenant", "john.snow"),
        "payment",
        "credential",
        "A1",
        Optional.of("session-1"),
        Octets.of(DOCUMENT.getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        Instant.parse("2026-01-01T12:00:00Z"),
        Optional.of(
            new Subscriber(
                new Secret("+37200000766"),
                Optional.of(new Secret("60001019906")),
                Optional.empty())),
        Correlation.NONE);
  }
}
