package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PROVIDER;
import static dev.assent.processor.decision.Fixtures.PROVIDER_KEYS;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.outcome;
import static dev.assent.processor.decision.Fixtures.providerProof;
import static dev.assent.processor.decision.Fixtures.refusedThere;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.NextStepScheduled;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProviderAccepted;
import dev.assent.processor.decision.Event.ProviderAnswerLost;
import dev.assent.processor.decision.Event.ProviderRefused;
import dev.assent.processor.decision.Event.StatusRequested;
import dev.assent.processor.decision.Event.TransactionRestarted;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.ProviderOutcome.Accepted;
import dev.assent.processor.decision.ProviderOutcome.AnswerLost;
import dev.assent.processor.decision.ProviderOutcome.Declined;
import dev.assent.processor.decision.ProviderOutcome.Signed;
import dev.assent.processor.decision.ProviderOutcome.StillPending;
import dev.assent.processor.decision.ProviderOutcome.Unaware;
import dev.assent.processor.decision.ProviderOutcome.Unreachable;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations at providers. */
final class ProviderTest {

  @Test
  void shouldFixTheTransactionBeforeTheFirstCall() {
    // When
    Decision decision =
        Decider.decide(stateOf(new Absent()), creation(Fixtures.providerTerms()), facts(CREATED));

    // Then
    assertThat(decision.events().getLast())
        .isEqualTo(new TransactionStarted(Fixtures.transaction()));
  }

  @Test
  void shouldAskTheProviderThatIsNamedAndOfTheChannel() {
    // Given
    ProviderCredential second =
        new ProviderCredential(
            "a-second",
            Channel.IDP,
            "other",
            SignerCertificate.of(TestProvider.elliptic().certificate()),
            CredentialStatus.registered(CREATED, Optional.empty()));
    ProviderCredential mobile =
        new ProviderCredential(
            "a-mobile",
            Channel.MSSP,
            "mobile",
            second.certificate(),
            CredentialStatus.registered(CREATED, Optional.empty()));
    UserState user = userWithDevices().with(second).with(mobile);

    // When / Then
    assertThat(asked(user, new TermsBuilder().channel(Channel.IDP))).contains("other");
    assertThat(asked(user, new TermsBuilder().channel(Channel.IDP).connector("swiss-id")))
        .contains("swiss-id");
    assertThat(asked(user, new TermsBuilder().channel(Channel.MSSP))).contains("mobile");
    assertThat(asked(user, new TermsBuilder().channel(Channel.MSSP).connector("other"))).isEmpty();
    assertThat(
            asked(
                user.with(second.with(second.status().revoked(CREATED))),
                new TermsBuilder().channel(Channel.IDP)))
        .contains("swiss-id");
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"DISPATCHED", "UNKNOWN_AT_PROVIDER", "AWAITING_USER"})
  @Tag("EI-4")
  void shouldApproveWithASignatureByTheUsersCertificateOverOurOwnRecord(Stage stage) {
    // Given
    AtProvider open = (AtProvider) stage.operation();
    ProviderProof proof = providerProof(PROVIDER_KEYS);

    // When
    Decision decision = decide(open, new Signed(proof));

    // Then
    OperationApproved approved = (OperationApproved) decision.events().getLast();
    assertThat(approved)
        .isEqualTo(
            new OperationApproved(
                new Evidence.ProviderSignature(
                    open.transaction().document(open.operation()),
                    proof,
                    ProofKind.IDP_SIGNATURE,
                    open.transaction()),
                IN_TIME));
  }

  @Test
  @Tag("EI-3")
  @Tag("AS-20")
  void shouldNeverApproveOnTheProvidersWord() {
    // Given
    byte[] document = Fixtures.transaction().document(Fixtures.providerOperation()).canonical();
    TestProvider another = TestProvider.elliptic();
    byte[] ours = PROVIDER_KEYS.certificate();

    // When
    List<Decision> decisions =
        List.of(
            decide(new Signed(ProviderProof.of(another.sign(document), another.certificate()))),
            decide(new Signed(ProviderProof.of(another.sign(document), ours))),
            decide(
                new Signed(ProviderProof.of(PROVIDER_KEYS.sign(document), another.certificate()))),
            decide(new Signed(ProviderProof.of(PROVIDER_KEYS.sign(new byte[] {1}), ours))),
            decide(new Signed(ProviderProof.of(new byte[0], ours))));

    // Then
    assertThat(decisions)
        .extracting(Decision::events)
        .containsOnly(List.of(new OperationFailed(Reason.PROOF_INVALID, IN_TIME)));
  }

  @Test
  @Tag("CR-7")
  @Tag("EI-4")
  void shouldFailWhereTheCredentialOrItsCertificateIsNotValidAnyMore() {
    // Given
    ProviderCredential credential = Fixtures.providerCredential(PROVIDER_KEYS);
    TestProvider expired = TestProvider.elliptic(CREATED.minusSeconds(60), IN_TIME.minusSeconds(1));
    UserState user = userWithDevices();

    // When
    List<Decision> decisions =
        List.of(
            decide(user.with(credential.with(credential.status().revoked(CREATED))), PROVIDER_KEYS),
            decide(user.with(credential.with(ending(IN_TIME))), PROVIDER_KEYS),
            decide(
                user.with(
                    new ProviderCredential(
                        PROVIDER,
                        Channel.IDP,
                        Fixtures.CONNECTOR,
                        SignerCertificate.of(expired.certificate()),
                        ending(DEADLINE))),
                expired));
    Decision valid =
        decide(user.with(credential.with(ending(IN_TIME.plusMillis(1)))), PROVIDER_KEYS);

    // Then
    assertThat(decisions)
        .extracting(Decision::events)
        .containsOnly(List.of(new OperationFailed(Reason.PROOF_INVALID, IN_TIME)));
    assertThat(valid.events().getLast()).isInstanceOf(OperationApproved.class);
  }

  @Test
  void shouldCallAgainWhereTheCallCertainlyDidNotGetThere() {
    // Given
    State state = stateOf(Fixtures.dispatched());

    // When
    Decision unreachable =
        Decider.decide(state, outcome(new Unreachable(), CREATED), facts(CREATED));
    State waiting = Evolution.evolve(state, unreachable.events());
    Instant due = CREATED.plusMillis(750);
    Decision early = Decider.decide(waiting, new ContinueOperation(), facts(due.minusMillis(1)));
    Decision again = Decider.decide(waiting, new ContinueOperation(), facts(due));
    Transaction after = transaction(Evolution.evolve(waiting, again.events()));

    // Then
    assertThat(unreachable.events()).containsExactly(new NextStepScheduled(due));
    assertThat(early.events()).isEmpty();
    assertThat(again.events()).containsExactly(new TransactionRestarted());
    assertThat(after.transactionId()).isEqualTo(Fixtures.transaction().transactionId());
    assertThat(after.attempt()).isEqualTo(2);
    assertThat(after.nextStepAt()).isEmpty();
  }

  @Test
  void shouldAskAndNeverCallAgainWhereTheAnswerIsLost() {
    // Given
    State state = stateOf(Fixtures.dispatched());

    // When
    Decision lost = Decider.decide(state, outcome(new AnswerLost(), CREATED), facts(CREATED));
    State unknown = Evolution.evolve(state, lost.events());
    Decision due = Decider.decide(unknown, new ContinueOperation(), facts(IN_TIME));
    State asked = Evolution.evolve(unknown, due.events());

    // Then
    assertThat(lost.events()).containsExactly(new ProviderAnswerLost(CREATED.plusMillis(750)));
    assertThat(due.events())
        .containsExactly(new StatusRequested(IN_TIME.plus(Duration.ofSeconds(30))));
    assertThat(Stage.of(asked.operation())).isEqualTo(Stage.UNKNOWN_AT_PROVIDER);
    assertThat(transaction(asked).attempt()).isEqualTo(2);
  }

  @Test
  void shouldIgnoreWhatAnEarlierCallCameTo() {
    // Given: the first call did not get there, as is heard after the second one was made
    State second =
        Evolution.evolve(
            stateOf(Fixtures.dispatched().scheduled(CREATED)), new TransactionRestarted());

    // When
    Decision stale = Decider.decide(second, outcome(new Unreachable(), IN_TIME), facts(IN_TIME));
    Decision word =
        Decider.decide(
            second, outcome(refusedThere(ProviderRefusal.BUSY), IN_TIME), facts(IN_TIME));

    // Then
    assertThat(stale.events()).isEmpty();
    assertThat(word.events())
        .containsExactly(new ProviderRefused(ProviderRefusal.BUSY, "their-code", IN_TIME));
  }

  @ParameterizedTest
  @CsvSource({
    "EXPIRED, EXPIRED, EXPIRED_AT_PROVIDER",
    "UNREACHABLE, FAILED, UNREACHABLE_AT_PROVIDER",
    "NOT_ENROLLED, FAILED, NOT_ENROLLED_AT_PROVIDER",
    "BLOCKED, FAILED, BLOCKED_AT_PROVIDER",
    "BUSY, FAILED, BUSY_AT_PROVIDER",
    "INVALID_PROOF, FAILED, PROVIDER_REFUSED",
    "CONFIG_ERROR, FAILED, PROVIDER_REFUSED",
    "TRANSIENT, FAILED, PROVIDER_REFUSED",
    "OTHER, FAILED, PROVIDER_REFUSED"
  })
  @Tag("AS-20")
  void shouldTellWhatAProviderSaysApartAndNeverApproveByIt(
      ProviderRefusal refusal, ResultOutcome outcome, Reason reason) {
    for (Stage stage : List.of(Stage.DISPATCHED, Stage.UNKNOWN_AT_PROVIDER, Stage.AWAITING_USER)) {
      // Given
      State state = stateOf(stage.operation());

      // When
      Decision decision =
          Decider.decide(state, outcome(refusedThere(refusal), IN_TIME), facts(IN_TIME));
      Closed closed = (Closed) Evolution.evolve(state, decision.events()).operation();

      // Then
      assertThat(closed.outcome()).isEqualTo(outcome);
      assertThat(closed.reason()).isEqualTo(reason);
      assertThat(closed.providerCode()).contains("their-code");
      assertThat(closed.decidedAt()).isEqualTo(IN_TIME);
    }
  }

  @Test
  void shouldKeepWhatTheProviderSaidOfTheTransactionOnceItIsKnown() {
    // Given
    State state = stateOf(Fixtures.unknownAtProvider());
    Accepted accepted =
        new Accepted(
            Optional.of("their-id"), Optional.of(Duration.ofSeconds(7)), Optional.of("1462"));

    // When
    Decision decision = Decider.decide(state, outcome(accepted, CREATED), facts(CREATED));
    State after = Evolution.evolve(state, decision.events());

    // Then
    assertThat(decision.events())
        .containsExactly(
            new ProviderAccepted(
                Optional.of("their-id"), Optional.of("1462"), CREATED.plusSeconds(7)));
    assertThat(transaction(after).providerReference()).contains("their-id");
    assertThat(transaction(Evolution.evolve(after, new NextStepScheduled(IN_TIME))))
        .isEqualTo(transaction(after).scheduled(IN_TIME));
    assertThat(transaction(after).verificationCode()).contains("1462");
    assertThat(transaction(after).accepted(Optional.empty(), Optional.empty(), IN_TIME))
        .isEqualTo(transaction(after).scheduled(IN_TIME));
  }

  @ParameterizedTest
  @CsvSource({", 3000", "0, 1000", "999, 1000", "1000, 1000", "60000, 60000", "60001, 60000"})
  void shouldPollAsTheProviderSaysWithinBounds(Long asked, long expected) {
    // Given
    StillPending pending = new StillPending(Optional.ofNullable(asked).map(Duration::ofMillis));

    // When
    Decision decision =
        Decider.decide(stateOf(Fixtures.awaitingUser()), outcome(pending, CREATED), facts(CREATED));

    // Then
    assertThat(decision.events())
        .containsExactly(new NextStepScheduled(CREATED.plusMillis(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.0, 500",
    "1, 0.5, 750",
    "2, 0.0, 1000",
    "3, 0.5, 3000",
    "6, 0.0, 15000",
    "60, 0.5, 22500"
  })
  void shouldBackOffExponentiallyAndNeverInStep(int attempt, double jitter, long expected) {
    assertThat(Pacing.retry(CREATED, attempt, jitter)).isEqualTo(CREATED.plusMillis(expected));
  }

  @Test
  void shouldDeclineWithoutEvidence() {
    // When
    Decision decision = decide(new Declined());

    // Then
    assertThat(decision.events())
        .containsExactly(new OperationDeclined(Reason.DECLINED_BY_USER, Optional.empty(), IN_TIME));
  }

  @Test
  void shouldFailWhatTheProviderDoesNotKnow() {
    // When
    Decision decision = decide((AtProvider) Stage.UNKNOWN_AT_PROVIDER.operation(), new Unaware());

    // Then
    assertThat(decision.events())
        .containsExactly(new OperationFailed(Reason.PROVIDER_REFUSED, IN_TIME));
  }

  @Test
  void shouldIgnoreAnotherTransactionsOutcome() {
    // Given
    RecordOutcome other =
        new RecordOutcome("another", 1, new Signed(providerProof(PROVIDER_KEYS)), IN_TIME);

    // When
    Decision decision = Decider.decide(stateOf(Fixtures.awaitingUser()), other, facts(IN_TIME));

    // Then
    assertThat(decision.events()).isEmpty();
  }

  private static Optional<String> asked(UserState user, TermsBuilder terms) {
    Decision decision =
        Decider.decide(new State(user, new Absent()), creation(terms.build()), facts(CREATED));
    return decision.events().stream()
        .filter(TransactionStarted.class::isInstance)
        .map(started -> ((TransactionStarted) started).transaction().connector())
        .findFirst();
  }

  private static CredentialStatus ending(Instant validUntil) {
    return CredentialStatus.registered(CREATED, Optional.of(validUntil));
  }

  private static Transaction transaction(State state) {
    return ((AtProvider) state.operation()).transaction();
  }

  private static Decision decide(UserState user, TestProvider signer) {
    return Decider.decide(
        stateOf(user, Fixtures.awaitingUser()),
        outcome(new Signed(providerProof(signer)), IN_TIME),
        facts(IN_TIME));
  }

  private static Decision decide(ProviderOutcome outcome) {
    return decide(Fixtures.awaitingUser(), outcome);
  }

  private static Decision decide(AtProvider open, ProviderOutcome outcome) {
    return Decider.decide(stateOf(open), outcome(outcome, IN_TIME), facts(IN_TIME));
  }
}
