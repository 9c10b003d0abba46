package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceKind;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Declined;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.connectors.provider.ProviderRequest.Start;
import dev.assent.connectors.provider.ProviderRequest.Status;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each magic number of the simulated mobile signature service comes to, in both forms. */
class MobileServiceTest {
  private static final AtomicInteger TRANSACTIONS = new AtomicInteger();
  private static final String APP = "http://mid.swisscom.ch/Device-LoA4";

  private static MobileServiceSimulator simulator;

  private final List<Provider> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    simulator =
        MobileServiceSimulator.start(
            0,
            TestAuthority.create(),
            new MobileServiceSimulator.Manner(
                "Bank: ", Optional.of(Duration.ZERO), Duration.ofMillis(300)));
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @AfterEach
  void close() throws Exception {
    for (Provider provider : opened) {
      provider.close();
    }
  }

  /** Faults of the request: told at once, and no phone rings. */
  static Stream<Arguments> requestFaults() {
    return forBoth("101", "102", "103", "104", "105", "107", "108", "109", "422", "900", "780");
  }

  @ParameterizedTest
  @MethodSource("requestFaults")
  void shouldEndWithTheFaultOfTheRequest(MobileServiceKind kind, String code) throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41000092" + code);

    // When
    ProviderOutcome outcome = provider(kind).carryOut(new Start(transaction));

    // Then
    assertThat(outcome).isEqualTo(new Refused(code));
    assertThat(prompts(transaction)).isZero();
  }

  /** Faults of what comes after, among them two statuses that deny a signature. */
  static Stream<Arguments> laterFaults() {
    return forBoth("208", "209", "402", "403", "404", "406", "450", "501", "503", "505");
  }

  @ParameterizedTest
  @MethodSource("laterFaults")
  void shouldEndWithTheFaultThatAStatusQueryBrings(MobileServiceKind kind, String code)
      throws Exception {
    assertThat(answer(kind, transaction("41000092" + code))).isEqualTo(new Refused(code));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeDeclinedByWhoCancels(MobileServiceKind kind) throws Exception {
    assertThat(answer(kind, transaction("41000092401"))).isEqualTo(new Declined());
  }

  static Stream<Arguments> pendingStatuses() {
    return forBoth("400", "504");
  }

  @ParameterizedTest
  @MethodSource("pendingStatuses")
  void shouldKeepAsking(MobileServiceKind kind, String code) throws Exception {
    assertThat(answer(kind, transaction("41000092" + code)))
        .isEqualTo(new Pending(Optional.of(Duration.ofSeconds(5))));
  }

  static Stream<Arguments> signers() {
    return forBoth("41700092501", "41700092502", "41791234567", "41000092502");
  }

  @ParameterizedTest
  @MethodSource("signers")
  void shouldBringTheSignatureOverTheTextOfTheDocument(MobileServiceKind kind, String number)
      throws Exception {
    // Given
    ProviderTransaction transaction = transaction(number);

    // When
    Signed signed = (Signed) answer(kind, transaction);

    // Then
    CMSSignedData cms = new CMSSignedData(signed.signature().bytes());
    SignedContent content = SignedContent.of(transaction.document().bytes());
    assertThat(signed.format()).contains("CMS_TEXT");
    assertThat(signed.certificate().bytes()).isEqualTo(simulator.certificate(number).getEncoded());
    assertThat(content(cms)).isEqualTo(content.text("Bank: "));
    assertThat(verifies(cms, number)).isTrue();
    assertThat(prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBringTheSignatureOverWhatAnAppShows(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41791234568");
    Provider provider = provider(kind, "content=transaction-approval", "signature.profile=" + APP);

    // When
    Signed signed = (Signed) answer(provider, transaction);

    // Then
    CMSSignedData cms = new CMSSignedData(signed.signature().bytes());
    assertThat(signed.format()).contains("CMS_TRANSACTION_APPROVAL");
    assertThat(content(cms))
        .isEqualTo(
            new String(
                SignedContent.of(transaction.document().bytes()).approvedTransaction(),
                StandardCharsets.UTF_8));
  }

  /** What the connector hands on and somebody else refuses: it verifies nothing itself. */
  static Stream<Arguments> wrongProofs() {
    return forBoth("41700093005", "41700093006", "41700093007", "41700093008", "41700093011");
  }

  @ParameterizedTest
  @MethodSource("wrongProofs")
  void shouldHandOnAWrongProofAsItIs(MobileServiceKind kind, String number) throws Exception {
    assertThat(answer(kind, transaction(number))).isInstanceOf(Signed.class);
  }

  static Stream<Arguments> noProofs() {
    return forBoth("41700093010", "41700093012");
  }

  @ParameterizedTest
  @MethodSource("noProofs")
  void shouldRefuseASignatureThatIsNone(MobileServiceKind kind, String number) throws Exception {
    assertThat(answer(kind, transaction(number))).isEqualTo(new Refused("SIGNATURE_UNREADABLE"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnUnknownCodeWhateverComesWithIt(MobileServiceKind kind) throws Exception {
    assertThat(answer(kind, transaction("41700093013"))).isEqualTo(new Refused("599"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeASlowAnswer(MobileServiceKind kind) throws Exception {
    assertThat(answer(kind, transaction("41700093001"))).isInstanceOf(Signed.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountASlowAnswerAsLostWhereItIsTooSlow(MobileServiceKind kind) throws Exception {
    assertThat(
            provider(kind, "request.timeout=PT0.2S")
                .carryOut(new Start(transaction("41700093001"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountAnAnswerThatDoesNotComeAsLost(MobileServiceKind kind) throws Exception {
    assertThat(
            provider(kind, "request.timeout=PT0.3S")
                .carryOut(new Start(transaction("41700093002"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRingOnceWhereTheAnswerIsLostAfterTheAcceptance(MobileServiceKind kind)
      throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41700093003");
    Provider provider = provider(kind);

    // When
    ProviderOutcome started = provider.carryOut(new Start(transaction));
    ProviderOutcome asked = provider.carryOut(new Status(transaction));

    // Then: without the service's own id nobody can ask, so the deadline ends it
    assertThat(started).isEqualTo(new AnswerLost());
    assertThat(asked).isEqualTo(new AnswerLost());
    assertThat(prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeTheSignatureOfTheFirstAnswer(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41700093004");

    // When
    ProviderOutcome outcome = provider(kind).carryOut(new Start(transaction));

    // Then
    assertThat(outcome).isInstanceOf(Signed.class);
    assertThat(prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAskAgainWhereAStatusIsGarbage(MobileServiceKind kind) throws Exception {
    assertThat(answer(kind, transaction("41700093009"))).isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBelieveAnAnswerAboutAnotherTransaction(MobileServiceKind kind) throws Exception {
    assertThat(provider(kind).carryOut(new Start(transaction("41700093014"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitForTheUser(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction asked = transaction("41700093020");
    Provider provider = provider(kind);
    Accepted accepted = (Accepted) provider.carryOut(new Start(asked));
    ProviderTransaction known = known(asked, accepted);

    // When
    ProviderOutcome before = provider.carryOut(new Status(known));
    int told = post("/simulator/transactions/" + asked.transactionId() + "/sign");
    ProviderOutcome after = provider.carryOut(new Status(known));

    // Then
    assertThat(accepted.pollAfter()).contains(Duration.ofSeconds(10));
    assertThat(before).isEqualTo(new Pending(Optional.of(Duration.ofSeconds(5))));
    assertThat(told).isEqualTo(200);
    assertThat(after).isInstanceOf(Signed.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNoTransactionThatIsNotThere(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction =
        known(transaction("41791234567"), new Accepted(Optional.of("h0"), Optional.empty()));

    // When // Then
    assertThat(provider(kind).carryOut(new Status(transaction))).isEqualTo(new Unaware());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotRingWhereTheUserHasNotTheProfile(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41791234567");
    Provider provider =
        provider(kind, "profile.check=before-signature", "signature.profile=http://other/LoA5");

    // When // Then
    assertThat(provider.carryOut(new Start(transaction))).isEqualTo(new Refused("109"));
    assertThat(prompts(transaction)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRingWhereTheUserHasTheProfileAndGiveAReceipt(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41791234567");
    Provider provider = provider(kind, "profile.check=before-signature", "receipt.text=Thank you");

    // When
    ProviderOutcome outcome = answer(provider, transaction);

    // Then
    assertThat(outcome).isInstanceOf(Signed.class);
    assertThat(get("/simulator/transactions/" + transaction.transactionId()))
        .contains("\"receipt\":\"Thank you\"");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWhatAPhoneCannotShowBeforeAnybodyIsCalled(MobileServiceKind kind)
      throws Exception {
    // Given
    ProviderTransaction transaction = transaction("41791234567", "A".repeat(200));

    // When // Then
    assertThat(provider(kind).carryOut(new Start(transaction)))
        .isEqualTo(new Refused("TEXT_NOT_SHOWABLE"));
    assertThat(prompts(transaction)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeRefusedWithoutTheAgreedPrefix(MobileServiceKind kind) throws Exception {
    assertThat(
            provider(kind, "text.prefix=Other: ").carryOut(new Start(transaction("41791234567"))))
        .isEqualTo(new Refused("107"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeUnreachableWhereNobodyListens(MobileServiceKind kind) throws Exception {
    assertThat(
            provider(kind, "url=http://localhost:1")
                .carryOut(new Start(transaction("41791234567"))))
        .isEqualTo(new Unreachable());
  }

  private static Stream<Arguments> forBoth(String... values) {
    return Stream.of(MobileServiceKind.values())
        .flatMap(kind -> Stream.of(values).map(value -> Arguments.of(kind, value)));
  }

  private Provider provider(MobileServiceKind kind, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--connector.m.url=" + simulator.address(),
                "--connector.m.ap.id=mid://bank.example",
                "--connector.m.signature.profile=http://mid.swisscom.ch/Any-LoA4",
                "--connector.m.text.prefix=Bank: "));
    Stream.of(settings).map("--connector.m."::concat).forEach(arguments::add);
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), Map.of());
    Provider provider =
        kind.open(
            ConnectorSettings.of(reader, "m"),
            new ProviderSurroundings(Clock.systemUTC(), OutboundMeter.NONE));
    reader.finish();
    opened.add(provider);
    return provider;
  }

  private ProviderOutcome answer(MobileServiceKind kind, ProviderTransaction transaction)
      throws Exception {
    return answer(provider(kind), transaction);
  }

  private static ProviderOutcome answer(Provider provider, ProviderTransaction transaction)
      throws Exception {
    ProviderOutcome started = provider.carryOut(new Start(transaction));
    assertThat(started).isInstanceOf(Accepted.class);
    return provider.carryOut(new Status(known(transaction, (Accepted) started)));
  }

  private static ProviderTransaction transaction(String number) {
    return transaction(number, "ACME 10 CHF");
  }

  private static ProviderTransaction transaction(String number, String payee) {
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

  private static ProviderTransaction known(ProviderTransaction asked, Accepted accepted) {
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

  private static int prompts(ProviderTransaction transaction) {
    return simulator.prompts().getOrDefault(transaction.transactionId(), 0);
  }

  private static String content(CMSSignedData cms) {
    return new String((byte[]) cms.getSignedContent().getContent(), StandardCharsets.UTF_8);
  }

  private static boolean verifies(CMSSignedData cms, String number) throws Exception {
    SignerInformation signer = cms.getSignerInfos().iterator().next();
    return signer.verify(
        new JcaSimpleSignerInfoVerifierBuilder().build(simulator.certificate(number)));
  }

  private static int post(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(simulator.address() + path))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(simulator.address() + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
