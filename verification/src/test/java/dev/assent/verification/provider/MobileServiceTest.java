package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceCode;
import dev.assent.connectors.mssp.MobileServiceKind;
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
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each magic number of the simulated mobile signature service comes to, in both forms. */
class MobileServiceTest {
  private static MobileServiceSimulator simulator;
  private static MobileServiceCalls calls;

  @BeforeAll
  static void start() throws Exception {
    simulator = MobileServiceCalls.simulator();
    calls = new MobileServiceCalls(simulator);
  }

  @AfterAll
  static void stop() {
    calls.close();
    simulator.close();
  }

  /** Faults of the request: told at once, and no phone rings. */
  static Stream<Arguments> requestFaults() {
    return MobileServiceCalls.forBoth(
        "101", "102", "103", "104", "105", "107", "108", "109", "422", "900", "780");
  }

  @ParameterizedTest
  @MethodSource("requestFaults")
  void shouldEndWithTheFaultOfTheRequest(MobileServiceKind kind, String code) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction("41000092" + code);

    // When
    ProviderOutcome outcome = calls.provider(kind).carryOut(new Start(transaction));

    // Then
    assertThat(outcome).isEqualTo(refused(code));
    assertThat(calls.prompts(transaction)).isZero();
  }

  /** As the one table of codes has it. */
  private static Refused refused(String code) {
    return Arrays.stream(MobileServiceCode.values())
        .filter(known -> code.equals(Integer.toString(known.number())))
        .map(known -> new Refused(code, known.refusal()))
        .findFirst()
        .orElseThrow();
  }

  /** Faults of what comes after, among them two statuses that deny a signature. */
  static Stream<Arguments> laterFaults() {
    return MobileServiceCalls.forBoth(
        "208", "209", "402", "403", "404", "406", "450", "501", "503", "505");
  }

  @ParameterizedTest
  @MethodSource("laterFaults")
  void shouldEndWithTheFaultThatAStatusQueryBrings(MobileServiceKind kind, String code)
      throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41000092" + code)))
        .isEqualTo(refused(code));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeDeclinedByWhoCancels(MobileServiceKind kind) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41000092401")))
        .isEqualTo(new Declined());
  }

  static Stream<Arguments> pendingStatuses() {
    return MobileServiceCalls.forBoth("400", "504");
  }

  @ParameterizedTest
  @MethodSource("pendingStatuses")
  void shouldKeepAsking(MobileServiceKind kind, String code) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41000092" + code)))
        .isEqualTo(new Pending(Optional.of(Duration.ofSeconds(5))));
  }

  static Stream<Arguments> noProofs() {
    return MobileServiceCalls.forBoth("41700093010", "41700093012");
  }

  @ParameterizedTest
  @MethodSource("noProofs")
  void shouldRefuseASignatureThatIsNone(MobileServiceKind kind, String number) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction(number)))
        .isEqualTo(new Refused("SIGNATURE_UNREADABLE", ProviderRefusal.INVALID_PROOF));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnUnknownCodeWhateverComesWithIt(MobileServiceKind kind) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41700093013")))
        .isEqualTo(new Refused("599", ProviderRefusal.OTHER));
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeASlowAnswer(MobileServiceKind kind) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41700093001")))
        .isInstanceOf(Signed.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountASlowAnswerAsLostWhereItIsTooSlow(MobileServiceKind kind) throws Exception {
    assertThat(
            calls
                .provider(kind, "request.timeout=PT0.2S")
                .carryOut(new Start(MobileServiceCalls.transaction("41700093001"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountAnAnswerThatDoesNotComeAsLost(MobileServiceKind kind) throws Exception {
    assertThat(
            calls
                .provider(kind, "request.timeout=PT0.3S")
                .carryOut(new Start(MobileServiceCalls.transaction("41700093002"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRingOnceWhereTheAnswerIsLostAfterTheAcceptance(MobileServiceKind kind)
      throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction("41700093003");
    Provider provider = calls.provider(kind);

    // When
    ProviderOutcome started = provider.carryOut(new Start(transaction));
    ProviderOutcome asked = provider.carryOut(new Status(transaction));

    // Then: without the service's own id nobody can ask, so the deadline ends it
    assertThat(started).isEqualTo(new AnswerLost());
    assertThat(asked).isEqualTo(new AnswerLost());
    assertThat(calls.prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeTheSignatureOfTheFirstAnswer(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction("41700093004");

    // When
    ProviderOutcome outcome = calls.provider(kind).carryOut(new Start(transaction));

    // Then
    assertThat(outcome).isInstanceOf(Signed.class);
    assertThat(calls.prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAskAgainWhereAStatusIsGarbage(MobileServiceKind kind) throws Exception {
    assertThat(calls.answer(kind, MobileServiceCalls.transaction("41700093009")))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBelieveAnAnswerAboutAnotherTransaction(MobileServiceKind kind) throws Exception {
    assertThat(
            calls.provider(kind).carryOut(new Start(MobileServiceCalls.transaction("41700093014"))))
        .isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitForTheUser(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction asked = MobileServiceCalls.transaction("41700093020");
    Provider provider = calls.provider(kind);
    Accepted accepted = (Accepted) provider.carryOut(new Start(asked));
    ProviderTransaction known = MobileServiceCalls.known(asked, accepted);

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
        MobileServiceCalls.known(
            MobileServiceCalls.transaction("41791234567"),
            new Accepted(Optional.of("h0"), Optional.empty()));

    // When // Then
    assertThat(calls.provider(kind).carryOut(new Status(transaction))).isEqualTo(new Unaware());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotRingWhereTheUserHasNotTheProfile(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction("41791234567");
    Provider provider =
        calls.provider(
            kind, "profile.check=before-signature", "signature.profile=http://other/LoA5");

    // When // Then
    assertThat(provider.carryOut(new Start(transaction)))
        .isEqualTo(new Refused("109", ProviderRefusal.CONFIG_ERROR));
    assertThat(calls.prompts(transaction)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRingWhereTheUserHasTheProfileAndGiveAReceipt(MobileServiceKind kind) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction("41791234567");
    Provider provider =
        calls.provider(kind, "profile.check=before-signature", "receipt.text=Thank you");

    // When
    ProviderOutcome outcome = calls.answer(provider, transaction);

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
    ProviderTransaction transaction =
        MobileServiceCalls.transaction("41791234567", "A".repeat(200));

    // When // Then
    assertThat(calls.provider(kind).carryOut(new Start(transaction)))
        .isEqualTo(new Refused("TEXT_NOT_SHOWABLE", ProviderRefusal.CONFIG_ERROR));
    assertThat(calls.prompts(transaction)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeRefusedWithoutTheAgreedPrefix(MobileServiceKind kind) throws Exception {
    assertThat(
            calls
                .provider(kind, "text.prefix=Other: ")
                .carryOut(new Start(MobileServiceCalls.transaction("41791234567"))))
        .isEqualTo(new Refused("107", ProviderRefusal.CONFIG_ERROR));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeUnreachableWhereNobodyListens(MobileServiceKind kind) throws Exception {
    assertThat(
            calls
                .provider(kind, "url=http://localhost:1")
                .carryOut(new Start(MobileServiceCalls.transaction("41791234567"))))
        .isEqualTo(new Unreachable());
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
