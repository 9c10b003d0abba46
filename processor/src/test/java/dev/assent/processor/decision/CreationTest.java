package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.NOBODY;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TIME_TO_LIVE;
import static dev.assent.processor.decision.Fixtures.TOKEN_KEYS;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.Refused;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationSuperseded;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreationTest {
  private static final State NOTHING_OPEN = stateOf(new Absent());

  @Test
  void shouldKeepWhatWasAskedForAndSettleTheRestByThePolicy() {
    // Given
    Terms terms =
        new TermsBuilder()
            .externalUserId("jane")
            .externalReference("order 7")
            .language("fr")
            .build();

    // When
    Operation operation = created(decide(terms));

    // Then
    assertThat(operation)
        .isEqualTo(
            new Operation(
                USER,
                Fixtures.OPERATION_ID,
                terms.settled(
                    Set.of(ProofKind.DEVICE_PIN, ProofKind.DEVICE_BIOMETRIC, ProofKind.OCRA),
                    TIME_TO_LIVE,
                    Optional.of("fr"),
                    Optional.empty(),
                    Optional.empty()),
                Optional.empty(),
                CREATED,
                DEADLINE,
                "test",
                1,
                ChallengeDocument.LATEST));
  }

  @Test
  void shouldTakeTheTimeToLiveThatIsAskedFor() {
    // When
    Operation operation =
        created(decide(new TermsBuilder().timeToLive(Duration.ofSeconds(1)).build()));

    // Then
    assertThat(operation.expiresAt()).isEqualTo(CREATED.plusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 600_000})
  void shouldAllowATimeToLiveAtTheLimits(long milliseconds) {
    // When
    Operation operation =
        created(decide(new TermsBuilder().timeToLive(Duration.ofMillis(milliseconds)).build()));

    // Then
    assertThat(operation.expiresAt()).isEqualTo(CREATED.plusMillis(milliseconds));
  }

  record Malformed(String what, UnaryOperator<TermsBuilder> change) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Malformed> malformed() {
    return List.of(
        lasting(-1),
        lasting(0),
        lasting(999),
        lasting(600_001),
        lasting(Long.MAX_VALUE),
        new Malformed("no proof", terms -> terms.proofKinds()),
        new Malformed(
            "no proof of the channel", terms -> terms.proofKinds(ProofKind.IDP_SIGNATURE)),
        new Malformed("no failures", terms -> terms.maximumFailedProofs(0)),
        new Malformed("six failures", terms -> terms.maximumFailedProofs(6)),
        new Malformed("empty scope", terms -> terms.scope("")),
        new Malformed("scope with a space", terms -> terms.scope("a b")),
        new Malformed("long scope", terms -> terms.scope("s".repeat(129))),
        new Malformed("one digit", terms -> terms.matchingValue("1")),
        new Malformed("nine digits", terms -> terms.matchingValue("123456789")),
        new Malformed("letters", terms -> terms.matchingValue("1a")),
        new Malformed("Arabic digits", terms -> terms.matchingValue("\u0661\u0662")),
        new Malformed(
            "a value at a provider", terms -> terms.channel(Channel.IDP).matchingValue("12")),
        new Malformed("a provider for a device", terms -> terms.connector("swiss-id")),
        new Malformed("no language", terms -> terms.language("english language")));
  }

  private static Malformed lasting(long milliseconds) {
    return new Malformed(
        milliseconds + " ms", terms -> terms.timeToLive(Duration.ofMillis(milliseconds)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  @Tag("AS-2")
  void shouldRefuseWhatIsOutsideItsRangeOrForm(Malformed malformed) {
    // When
    Decision decision = decide(malformed.change().apply(new TermsBuilder()).build());

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.INVALID_REQUEST));
  }

  @Test
  void shouldAllowScopesAndFailuresAtTheLimits() {
    // Given
    Terms terms = new TermsBuilder().scope("~".repeat(128)).maximumFailedProofs(5).build();

    // When
    Decision least = decide(new TermsBuilder().maximumFailedProofs(1).build());

    // Then
    assertThat(created(decide(terms)).maximumFailedProofs(Fixtures.POLICY)).isEqualTo(5);
    assertThat(created(least).maximumFailedProofs(Fixtures.POLICY)).isEqualTo(1);
  }

  @Test
  void shouldAcceptOnlyKindsOfProofThatTheChannelHas() {
    // Given
    Terms device =
        new TermsBuilder().proofKinds(ProofKind.OCRA, ProofKind.MOBILE_SIGNATURE).build();

    // When
    Set<ProofKind> onDevice = created(decide(device)).proofKinds();
    Set<ProofKind> atProvider = created(decide(Fixtures.providerTerms())).proofKinds();

    // Then
    assertThat(onDevice).containsExactly(ProofKind.OCRA);
    assertThat(atProvider).containsExactly(ProofKind.IDP_SIGNATURE);
  }

  @Test
  void shouldNeedACredentialThatCanProveWhatIsAccepted() {
    // Given
    UserState signer = UserState.unknown(USER).with(PHONE_KEYS.registered(CREATED));
    UserState token = UserState.unknown(USER).with(TOKEN_KEYS.registered(CREATED));
    Terms byToken = new TermsBuilder().proofKinds(ProofKind.OCRA).build();
    Terms byPin = new TermsBuilder().proofKinds(ProofKind.DEVICE_PIN).build();

    // When
    List<Answer> answers =
        List.of(
            decide(signer, byPin).answer(),
            decide(token, byToken).answer(),
            decide(signer, byToken).answer(),
            decide(token, byPin).answer());

    // Then
    assertThat(answers)
        .containsExactly(
            new OperationChanged(),
            new OperationChanged(),
            refused(Reason.NO_ELIGIBLE_CREDENTIAL),
            refused(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  @Tag("OC-5")
  void shouldNotHaveATokenSignWithoutCounterOrTime() {
    // Given
    TestToken plain = TestToken.of("plain", "OCRA-1:HOTP-SHA256-8:QH64");
    UserState user = UserState.unknown(USER).with(plain.registered(CREATED));

    // When
    Answer signing = decide(user, new TermsBuilder().build()).answer();
    Answer login =
        decide(user, new TermsBuilder().kind(OperationKind.AUTHENTICATION).build()).answer();

    // Then
    assertThat(signing).isEqualTo(refused(Reason.NO_ELIGIBLE_CREDENTIAL));
    assertThat(login).isEqualTo(new OperationChanged());
  }

  @Test
  @Tag("NI-4")
  void shouldRefuseOneOperationMoreThanThePolicyAllows() {
    // Given
    Operation operation = Fixtures.operation();
    UserState one = userWithDevices().opened(operation);

    // When
    Decision allowed = decide(one, Fixtures.terms());
    Decision refused = decide(one.opened(operation), Fixtures.terms());

    // Then
    assertThat(allowed.answer()).isEqualTo(new OperationChanged());
    assertThat(refused).isEqualTo(refusal(Reason.TOO_MANY_PENDING));
  }

  @Test
  void shouldSupersedeThePendingOneOfTheScope() {
    // Given
    Terms terms = new TermsBuilder().scope("login").build();
    State state = withRival(userWithDevices());

    // When
    Decision decision = Decider.decide(state, creation(terms), facts(CREATED));
    State after = Evolution.evolve(state, decision.events());

    // Then
    assertThat(decision.events().getFirst()).isEqualTo(new OperationSuperseded("rival", CREATED));
    assertThat(after.rival().orElseThrow())
        .isInstanceOfSatisfying(
            Closed.class,
            closed -> {
              assertThat(closed.outcome()).isEqualTo(ResultOutcome.CANCELLED);
              assertThat(closed.reason()).isEqualTo(Reason.SUPERSEDED);
            });
    assertThat(after.user().scopes()).containsOnly(Map.entry("login", "operation-1"));
    assertThat(after.user().openOperations()).isEqualTo(1);
    assertThat(after.user().standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void shouldCountWhatIsSupersededNeitherAgainstTheUserNorTheTenant() {
    // Given
    State full = withRival(userWithDevices().opened(Fixtures.operation()));
    Facts now = facts(CREATED);
    Facts noQuota =
        new Facts(now.now(), now.policy(), false, now.fresh(), now.secrets(), now.proofs());

    // When
    Decision decision =
        Decider.decide(full, creation(new TermsBuilder().scope("login").build()), noQuota);

    // Then
    assertThat(decision.answer()).isEqualTo(new OperationChanged());
  }

  @Test
  void shouldLeaveARivalAloneThatIsClosedAlready() {
    // Given
    Closed closed = Fixtures.retrieved().approved(CREATED);
    State state = new State(userWithDevices(), new Absent(), Optional.of(closed));

    // When
    Decision decision = Decider.decide(state, creation(), facts(CREATED));

    // Then
    assertThat(decision.events()).noneMatch(OperationSuperseded.class::isInstance);
  }

  @Test
  void shouldHoldOperationsWithoutAUserToTheQuotaOnly() {
    // Given
    State nobody = new State(UserState.unknown(NOBODY), new Absent());
    Facts now = facts(CREATED);
    Facts noQuota =
        new Facts(now.now(), now.policy(), false, now.fresh(), now.secrets(), now.proofs());

    // When
    Decision allowed = Decider.decide(nobody, creation(), now);
    Decision refused = Decider.decide(nobody, creation(), noQuota);
    Decision atProvider = Decider.decide(nobody, creation(Fixtures.providerTerms()), now);

    // Then
    assertThat(allowed.events()).hasSize(1).first().isInstanceOf(OperationCreated.class);
    assertThat(refused).isEqualTo(refusal(Reason.QUOTA_EXCEEDED));
    assertThat(atProvider).isEqualTo(refusal(Reason.INVALID_REQUEST));
  }

  @Test
  void shouldGiveTheFirstReasonOfThoseThatApply() {
    // Given: everything is wrong, then one thing less each time
    Operation operation = Fixtures.operation();
    Standing standing = Standing.GOOD.lockedUntil(DEADLINE).coolDownUntil(DEADLINE);
    UserState nothing = UserState.unknown(USER).with(standing).opened(operation).opened(operation);
    UserState unlocked = nothing.with(Standing.GOOD.coolDownUntil(DEADLINE));
    UserState eligible = unlocked.with(PHONE_KEYS.registered(CREATED));
    Facts now = facts(CREATED);
    Facts noQuota =
        new Facts(now.now(), now.policy(), false, now.fresh(), now.secrets(), now.proofs());
    CreateOperation tooLong = creation(new TermsBuilder().timeToLive(Duration.ofDays(1)).build());
    UserState calm = eligible.with(Standing.GOOD);
    UserState free = userWithDevices();

    // When
    List<Decision> decisions = new ArrayList<>();
    decisions.add(Decider.decide(new State(nothing, Fixtures.challenged()), tooLong, noQuota));
    decisions.add(Decider.decide(new State(nothing, Fixtures.challenged()), creation(), noQuota));
    for (UserState user : List.of(nothing, unlocked, eligible, calm, free)) {
      decisions.add(Decider.decide(new State(user, new Absent()), creation(), noQuota));
    }

    // Then
    List<Reason> reasons =
        decisions.stream().map(decision -> ((Refused) decision.answer()).reason()).toList();
    assertThat(reasons)
        .containsExactly(
            Reason.INVALID_REQUEST,
            Reason.OPERATION_EXISTS,
            Reason.USER_LOCKED,
            Reason.NO_ELIGIBLE_CREDENTIAL,
            Reason.COOLING_DOWN,
            Reason.TOO_MANY_PENDING,
            Reason.QUOTA_EXCEEDED)
        .isSorted();
    assertThat(decisions).allSatisfy(decision -> assertThat(decision.events()).isEmpty());
  }

  static State withRival(UserState user) {
    Operation operation =
        Fixtures.operation(new TermsBuilder().scope("login").build(), Set.of(ProofKind.OCRA));
    Operation rival =
        new Operation(
            USER,
            "rival",
            operation.terms(),
            operation.text(),
            CREATED,
            DEADLINE,
            "test",
            1,
            ChallengeDocument.LATEST);
    return new State(user.opened(rival), new Absent(), Optional.of(Fixtures.challenged(rival)));
  }

  private static Decision decide(Terms terms) {
    return Decider.decide(NOTHING_OPEN, creation(terms), facts(CREATED));
  }

  private static Decision decide(UserState user, Terms terms) {
    return Decider.decide(new State(user, new Absent()), creation(terms), facts(CREATED));
  }

  private static Operation created(Decision decision) {
    return ((OperationCreated) decision.events().getFirst()).operation();
  }

  private static Answer refused(Reason reason) {
    return new Refused(reason, Optional.empty());
  }

  private static Decision refusal(Reason reason) {
    return new Decision(List.of(), refused(reason));
  }
}
