package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceKind;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderRequest.Start;
import dev.assent.connectors.provider.ProviderRequest.Status;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.revocation.RevocationProvider;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Calls of the connectors' providers at a simulated mobile signature service. */
final class MobileServiceCalls implements AutoCloseable {
  private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

  private final MobileServiceSimulator simulator;
  private final List<Provider> opened = new ArrayList<>();

  MobileServiceCalls(MobileServiceSimulator simulator) {
    this.simulator = simulator;
  }

  /** A service whose users sign at once, and which wants texts to begin with {@code Bank: }. */
  static MobileServiceSimulator simulator() throws IOException {
    return MobileServiceSimulator.start(
        0,
        TestAuthority.create(),
        new MobileServiceSimulator.Manner(
            "Bank: ", Optional.of(Duration.ZERO), Duration.ofMillis(300)));
  }

  static Stream<Arguments> forBoth(String... values) {
    return Stream.of(MobileServiceKind.values())
        .flatMap(kind -> Stream.of(values).map(value -> Arguments.of(kind, value)));
  }

  Provider provider(MobileServiceKind kind, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--connector.m.url=" + simulator.address(),
                "--connector.m.ap.id=mid://bank.example",
                "--connector.m.signature.profile=http://mid.swisscom.ch/Any-LoA4",
                "--connector.m.text.prefix=Bank: "));
    Stream.of(settings).map("--connector.m."::concat).forEach(arguments::add);
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), Map.of());
    ConnectorSettings settingsOfIt = ConnectorSettings.of(reader, "m");
    ProviderSurroundings surroundings =
        new ProviderSurroundings(Clock.systemUTC(), OutboundMeter.NONE);
    Provider provider =
        RevocationProvider.around(
            kind.open(settingsOfIt, surroundings), settingsOfIt, surroundings);
    reader.finish();
    opened.add(provider);
    return provider;
  }

  ProviderOutcome answer(MobileServiceKind kind, ProviderTransaction transaction) throws Exception {
    return answer(provider(kind), transaction);
  }

  ProviderOutcome answer(Provider provider, ProviderTransaction transaction) throws Exception {
    ProviderOutcome started = provider.carryOut(new Start(transaction));
    assertThat(started).isInstanceOf(Accepted.class);
    return provider.carryOut(new Status(known(transaction, (Accepted) started)));
  }

  static ProviderTransaction transaction(String number) {
    return transaction(number, "ACME 10 CHF");
  }

  static ProviderTransaction transaction(String number, String payee) {
    UserKey user = new UserKey("acme", "alice");
    Instant end = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    ChallengeDocument document =
        new ChallengeDocument(
            ChallengeDocument.LATEST,
            user.tenant(),
            user.userId(),
            "operation",
            OperationKind.SIGNING,
            Map.of("payee", payee),
            Optional.empty(),
            Set.of(ProofKind.MOBILE_SIGNATURE),
            0,
            Nonce.of(new byte[Nonce.BYTES]),
            end);
    return new ProviderTransaction(
        user,
        "operation",
        "credential",
        "T" + TRANSACTIONS.incrementAndGet(),
        Optional.empty(),
        Octets.of(document.canonical()),
        Optional.empty(),
        end,
        Optional.of(
            new Subscriber(
                new Secret("+" + number),
                Optional.empty(),
                Optional.of("http://mid.swisscom.ch/"))),
        Correlation.NONE);
  }

  static ProviderTransaction known(ProviderTransaction asked, Accepted accepted) {
    return new ProviderTransaction(
        asked.user(),
        asked.operationId(),
        asked.credentialId(),
        asked.transactionId(),
        accepted.providerReference(),
        asked.document(),
        asked.text(),
        asked.expiresAt(),
        asked.subscriber(),
        asked.correlation());
  }

  /** How often the phone rang. */
  int prompts(ProviderTransaction transaction) {
    return simulator.prompts().getOrDefault(transaction.transactionId(), 0);
  }

  @Override
  public void close() {
    opened.forEach(Provider::close);
  }
}
