package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.ProofKeyAdvanced;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.ocra.OcraPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Consent by OCRA tokens (RFC 6287). */
final class TokenTest {
  private static final TestToken COUNTING = token("OCRA-1:HOTP-SHA256-8:C-QH64");
  private static final TestToken TIMED = token("OCRA-1:HOTP-SHA256-8:QH64-T1M");
  private static final TestToken WITH_PIN = token("OCRA-1:HOTP-SHA256-8:C-QH64-PSHA1");
  private static final TestToken WITH_SESSION = token("OCRA-1:HOTP-SHA256-8:QH64-S064");
  private static final TestToken WITH_LONG_SESSION = token("OCRA-1:HOTP-SHA512-8:QN10-S512");
  private static final Decision REJECTED =
      refusal(Reason.PROOF_INVALID, new ProofRejected("token"));

  @Test
  @Tag("OC-6")
  @Tag("SCA-2")
  void shouldUseTheCounterUpInTheStepThatApproves() {
    // Given
    State state = retrieved(COUNTING, Fixtures.operation());

    // When
    Decision decision = decide(state, approval(COUNTING, 3));
    State after = Evolution.evolve(state, decision.events());

    // Then
    ProofKey.Ocra advanced = at(COUNTING, OptionalLong.of(4), OptionalLong.empty());
    Evidence evidence =
        new Evidence.OcraResponse(
            Fixtures.document(),
            COUNTING.suite(),
            "token",
            OptionalLong.of(3),
            OptionalLong.empty(),
            Optional.empty());
    assertThat(decision)
        .isEqualTo(
            new Decision(
                List.of(
                    new ProofKeyAdvanced("token", advanced),
                    new OperationApproved(evidence, IN_TIME)),
                new ProofAccepted("token")));
    assertThat(evidence.proofKind()).isEqualTo(ProofKind.OCRA);
    assertThat(after.user().device("token").orElseThrow().proofKey()).isEqualTo(advanced);
  }

  @Test
  @Tag("OC-6")
  void shouldRefuseACounterThatWasUsed() {
    // Given
    UserState user = user(COUNTING);
    Device moved = user.device("token").orElseThrow();
    UserState later = user.with(moved.with(at(COUNTING, OptionalLong.of(4), OptionalLong.empty())));
    State state = stateOf(later, Fixtures.challenged().retrieved("token"));

    // When
    Decision used = decide(state, approval(COUNTING, 3));
    Decision next = decide(state, approval(COUNTING, 4));

    // Then
    assertThat(used).isEqualTo(REJECTED);
    assertThat(next.answer()).isEqualTo(new ProofAccepted("token"));
  }

  @Test
  @Tag("OC-6")
  void shouldLookFiveCountersAheadAndComeInStepAgainByTwoInARow() {
    // Given
    State state = retrieved(COUNTING, Fixtures.operation());

    // When
    Decision near = decide(state, approval(COUNTING, 5));
    Decision far = decide(state, approval(COUNTING, 6));
    State outOfStep = Evolution.evolve(state, far.events());
    Decision follows = decide(outOfStep, approval(COUNTING, 7));
    Decision farAgain = decide(outOfStep, approval(COUNTING, 8));
    Decision tooFar = decide(state, approval(COUNTING, 56));
    Decision farthest = decide(state, approval(COUNTING, 55));

    // Then
    assertThat(near.answer()).isEqualTo(new ProofAccepted("token"));
    assertThat(far)
        .isEqualTo(
            refusal(
                Reason.PROOF_INVALID,
                new ProofRejected("token"),
                new ProofKeyAdvanced("token", at(COUNTING, OptionalLong.of(0), 6))));
    assertThat(follows.answer()).isEqualTo(new ProofAccepted("token"));
    assertThat(farAgain.events())
        .contains(new ProofKeyAdvanced("token", at(COUNTING, OptionalLong.of(0), 8)));
    assertThat(tooFar).isEqualTo(REJECTED);
    assertThat(farthest.events()).hasSize(2);
  }

  @Test
  void shouldForgetThatATokenIsOutOfStepWhenTheNextResponseIsWrong() {
    // Given
    State state = retrieved(COUNTING, Fixtures.operation());
    State outOfStep = Evolution.evolve(state, decide(state, approval(COUNTING, 20)).events());

    // When
    Decision wrong = decide(outOfStep, submit(DeviceProof.of(new byte[] {'1'}), IN_TIME));

    // Then
    assertThat(wrong.events())
        .containsExactly(
            new ProofRejected("token"),
            new ProofKeyAdvanced("token", at(COUNTING, OptionalLong.of(0), OptionalLong.empty())));
  }

  @Test
  @Tag("OC-7")
  void shouldTakeEachTimeStepOnceAndNoneThatIsFarOff() {
    // Given
    State state = retrieved(TIMED, Fixtures.operation());
    long step = IN_TIME.getEpochSecond() / 60;

    // When
    Decision now = decide(state, approval(TIMED, IN_TIME));
    Decision drifted = decide(state, approval(TIMED, IN_TIME.plusSeconds(60)));
    Decision old = decide(state, approval(TIMED, IN_TIME.minusSeconds(120)));
    UserState used =
        user(TIMED)
            .with(
                TIMED
                    .registered(CREATED)
                    .with(
                        new ProofKey.Ocra(
                            TIMED.suite(),
                            TIMED.proofKey().secret(),
                            new OcraPosition(
                                OptionalLong.empty(),
                                OptionalLong.of(step),
                                OptionalLong.empty()))));
    Decision again =
        decide(stateOf(used, Fixtures.challenged().retrieved("token")), approval(TIMED, IN_TIME));

    // Then
    assertThat(((OperationApproved) now.events().getLast()).evidence())
        .isInstanceOfSatisfying(
            Evidence.OcraResponse.class,
            evidence -> {
              assertThat(evidence.timeStep()).hasValue(step);
              assertThat(evidence.counter()).isEmpty();
            });
    assertThat(drifted.answer()).isEqualTo(new ProofAccepted("token"));
    assertThat(List.of(old, again)).containsOnly(REJECTED);
  }

  @Test
  @Tag("SCA-4")
  @Tag("AS-20")
  void shouldAnswerTheSameWhateverIsWrong() {
    // Given
    State state = retrieved(WITH_PIN, Fixtures.operation());
    Command right = approval(WITH_PIN, 0);

    // When
    Decision approved = decide(state, right);
    Decision wrongPin = decide(state, approval(WITH_PIN.withWrongPin(), 0));
    Decision wrongDigits =
        decide(
            state, submit(DeviceProof.of("00000000".getBytes(StandardCharsets.US_ASCII)), IN_TIME));
    Decision empty = decide(state, submit(DeviceProof.of(new byte[0]), IN_TIME));
    Decision noSecret = Decider.decide(state, right, Fixtures.factsWithoutSecrets(IN_TIME));

    // Then
    assertThat(approved.answer()).isEqualTo(new ProofAccepted("token"));
    assertThat(List.of(wrongPin, wrongDigits, empty, noSecret)).containsOnly(REJECTED);
  }

  @Test
  void shouldBindTheSessionToTheDocument() {
    // Given
    Operation login =
        Fixtures.operation(
            new TermsBuilder().kind(OperationKind.AUTHENTICATION).build(), Set.of(ProofKind.OCRA));

    // When
    Decision session = decide(retrieved(WITH_SESSION, login), approval(WITH_SESSION, login));
    Decision longSession =
        decide(retrieved(WITH_LONG_SESSION, login), approval(WITH_LONG_SESSION, login));

    // Then
    assertThat(session.answer()).isEqualTo(new ProofAccepted("token"));
    assertThat(longSession.answer()).isEqualTo(new ProofAccepted("token"));
  }

  @Test
  @Tag("NI-2")
  void shouldBindWhatWasEntered() {
    // Given
    Operation operation =
        Fixtures.operation(new TermsBuilder().matchingValue("42").build(), Set.of(ProofKind.OCRA));
    State state = retrieved(COUNTING, operation);
    byte[] right = COUNTING.approve(Fixtures.document(operation), Optional.of("42"), 0, IN_TIME);
    byte[] wrong = COUNTING.approve(Fixtures.document(operation), Optional.of("43"), 0, IN_TIME);

    // When / Then
    assertThat(decide(state, submit(DeviceProof.of(right), IN_TIME)).answer())
        .isEqualTo(new ProofAccepted("token"));
    assertThat(decide(state, submit(DeviceProof.of(wrong), IN_TIME))).isEqualTo(REJECTED);
  }

  @Test
  void shouldRefuseByATokenToo() {
    // Given
    State state = retrieved(COUNTING, Fixtures.operation());
    byte[] response =
        COUNTING.decline(Fixtures.document(), DeclineReason.DATA_INCORRECT, 0, IN_TIME);
    Command decline =
        new Command.DeclineOperation(
            Fixtures.CHALLENGE_KEY,
            DeclineReason.DATA_INCORRECT,
            DeviceProof.of(response),
            Optional.empty(),
            IN_TIME);

    // When
    Decision decision = decide(state, decline);

    // Then
    assertThat(decision.events()).hasSize(2);
    assertThat(decision.events().getFirst()).isInstanceOf(ProofKeyAdvanced.class);
    assertThat(decision.events().getLast())
        .isInstanceOfSatisfying(
            OperationDeclined.class,
            declined ->
                assertThat(declined.evidence().orElseThrow())
                    .isInstanceOfSatisfying(
                        Evidence.OcraResponse.class,
                        evidence ->
                            assertThat(evidence.declined())
                                .contains(DeclineReason.DATA_INCORRECT)));
  }

  @Test
  @Tag("OC-5")
  void shouldTakeNoResponseForAnOperationThatATokenDoesNotServe() {
    // Given: however the token came to have the challenge
    Operation signaturesOnly = Fixtures.operation(Fixtures.terms(), Set.of(ProofKind.DEVICE_PIN));
    Operation signing = Fixtures.operation(Fixtures.terms(), Set.of(ProofKind.OCRA));

    // When
    Decision otherKind =
        decide(retrieved(COUNTING, signaturesOnly), approval(COUNTING, signaturesOnly));
    Decision notForSigning =
        decide(retrieved(WITH_SESSION, signing), approval(WITH_SESSION, signing));

    // Then
    assertThat(List.of(otherKind, notForSigning)).containsOnly(REJECTED);
  }

  private static TestToken token(String suite) {
    return TestToken.of("token", suite);
  }

  private static ProofKey.Ocra at(TestToken token, OptionalLong next, OptionalLong outOfStep) {
    return new ProofKey.Ocra(
        token.suite(),
        token.proofKey().secret(),
        new OcraPosition(next, OptionalLong.empty(), outOfStep));
  }

  private static ProofKey.Ocra at(TestToken token, OptionalLong next, long outOfStep) {
    return at(token, next, OptionalLong.of(outOfStep));
  }

  private static UserState user(TestToken token) {
    return userWithDevices().with(token.registered(CREATED));
  }

  private static State retrieved(TestToken token, Operation operation) {
    return stateOf(user(token), Fixtures.challenged(operation).retrieved("token"));
  }

  private static Command approval(TestToken token, long counter) {
    return submit(
        DeviceProof.of(token.approve(Fixtures.document(), Optional.empty(), counter, IN_TIME)),
        IN_TIME);
  }

  private static Command approval(TestToken token, Instant at) {
    return submit(
        DeviceProof.of(token.approve(Fixtures.document(), Optional.empty(), 0, at)), IN_TIME);
  }

  private static Command approval(TestToken token, Operation operation) {
    return submit(
        DeviceProof.of(
            token.approve(Fixtures.document(operation), operation.matchingValue(), 0, IN_TIME)),
        IN_TIME);
  }

  private static Decision decide(State state, Command command) {
    return Decider.decide(state, command, facts(IN_TIME));
  }
}
