package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.after;
import static dev.assent.processor.decision.Fixtures.cancel;
import static dev.assent.processor.decision.Fixtures.challenged;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.retrieved;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consent by devices that sign. */
final class ConsentTest {
  private static final Decision REJECTED = refusal(Reason.PROOF_INVALID, new ProofRejected(PHONE));

  @Test
  void shouldHandOutTheDocumentOfTheCommittedOperation() {
    // When
    Decision decision =
        Decider.decide(stateOf(challenged()), retrieve(TABLET, IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision.answer())
        .isEqualTo(
            new ChallengeHandedOut(
                Fixtures.CHALLENGE_KEY, Fixtures.document(), TABLET_KEYS.encryptionKey()));
  }

  @Test
  void shouldNotConsumeAChallengeForAnAskerWhoHasGone() {
    // Given
    RetrieveChallenge retrieve =
        new RetrieveChallenge(
            Fixtures.CHALLENGE_KEY, PHONE, CREATED, Optional.of(IN_TIME), Optional.empty());

    // When
    Decision stillThere = Decider.decide(stateOf(challenged()), retrieve, facts(IN_TIME));
    Decision gone = Decider.decide(stateOf(challenged()), retrieve, facts(IN_TIME.plusMillis(1)));

    // Then
    assertThat(stillThere.answer()).isInstanceOf(ChallengeHandedOut.class);
    assertThat(gone).isEqualTo(refusal(Reason.ABANDONED));
  }

  @Test
  @Tag("SCA-1")
  @Tag("DL-3")
  void shouldApproveWithEvidenceOfTheRetrievingDevice() {
    // Given
    DeviceProof proof = proof(PHONE_KEYS);

    // When
    Decision decision = decide(submit(proof, IN_TIME));

    // Then
    Evidence evidence =
        new Evidence.DeviceSignature(
            Fixtures.document(),
            proof,
            ProofKind.DEVICE_PIN,
            Optional.empty(),
            Optional.empty(),
            PHONE,
            PHONE_KEYS.signingKey());
    assertThat(decision)
        .isEqualTo(
            new Decision(
                List.of(new OperationApproved(evidence, IN_TIME)), new ProofAccepted(PHONE)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ProofKind.class,
      names = {"DEVICE_SIGNATURE", "DEVICE_PIN", "DEVICE_BIOMETRIC"})
  @Tag("SCA-1")
  void shouldApproveOnlyWithAKindThatIsAcceptedAndNameIt(ProofKind kind) {
    // Given
    Operation accepting = Fixtures.operation(Fixtures.terms(), Set.of(kind));
    Set<ProofKind> others = new TreeSet<>(Set.of(ProofKind.values()));
    others.remove(kind);
    Operation refusing = Fixtures.operation(Fixtures.terms(), others);

    // When
    Decision accepted = decide(accepting, approval(accepting, kind, Optional.empty()));
    Decision refused = decide(refusing, approval(refusing, kind, Optional.empty()));

    // Then
    assertThat(((OperationApproved) accepted.events().getFirst()).evidence().proofKind())
        .isEqualTo(kind);
    assertThat(refused).isEqualTo(REJECTED);
  }

  @Test
  @Tag("NI-2")
  @Tag("SCA-4")
  void shouldTakeAWrongNumberForAWrongProof() {
    // Given
    Operation operation =
        Fixtures.operation(
            new TermsBuilder().matchingValue("42").build(), Set.of(ProofKind.DEVICE_PIN));

    // When
    Decision right =
        decide(operation, approval(operation, ProofKind.DEVICE_PIN, Optional.of("42")));
    Decision wrong =
        decide(operation, approval(operation, ProofKind.DEVICE_PIN, Optional.of("43")));
    Decision none = decide(operation, approval(operation, ProofKind.DEVICE_PIN, Optional.empty()));

    // Then
    assertThat(((OperationApproved) right.events().getFirst()).evidence())
        .isInstanceOfSatisfying(
            Evidence.DeviceSignature.class,
            evidence -> assertThat(evidence.entered()).contains("42"));
    assertThat(wrong).isEqualTo(REJECTED);
    assertThat(none).isEqualTo(REJECTED);
  }

  @Test
  @Tag("DL-3")
  @Tag("DL-4")
  void shouldNotApproveOnAProofOverAnyOtherBytes() {
    // Given
    Operation other =
        Fixtures.operation(
            new TermsBuilder().displayData(Map.of("amount", "12.5 EUR")).build(),
            Set.of(ProofKind.DEVICE_PIN, ProofKind.OCRA));

    // When
    Decision decision = decide(submit(proof(PHONE_KEYS, other), IN_TIME));

    // Then
    assertThat(decision).isEqualTo(REJECTED);
  }

  @Test
  void shouldStillTakeWhatWasIssuedInVersionOne() {
    // Given
    Operation first = first();
    DeviceProof proof =
        DeviceProof.of(PHONE_KEYS.approveFirst(Fixtures.document(first).canonical()));

    // When
    Decision decision = decide(first, submit(proof, IN_TIME));
    Decision second = decide(first, submit(proof(PHONE_KEYS, first), IN_TIME));

    // Then
    assertThat(((OperationApproved) decision.events().getFirst()).evidence().proofKind())
        .isEqualTo(ProofKind.DEVICE_SIGNATURE);
    assertThat(second).isEqualTo(REJECTED);
  }

  @Test
  void shouldHandOutVersionOneToDevicesThatSignOnly() {
    // Given
    State state = stateOf(challenged(first()));

    // When
    Decision signer = Decider.decide(state, retrieve(PHONE, IN_TIME), facts(IN_TIME));
    Decision token = Decider.decide(state, retrieve(Fixtures.TOKEN, IN_TIME), facts(IN_TIME));

    // Then
    assertThat(signer.answer()).isInstanceOf(ChallengeHandedOut.class);
    assertThat(token).isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource(value = DeclineReason.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_ME")
  @Tag("EI-8")
  void shouldDeclineWithTheReasonThatIsSigned(DeclineReason reason) {
    // Given
    Command.DeclineOperation decline = Fixtures.decline(reason, IN_TIME);

    // When
    Decision decision = decide(decline);

    // Then
    Reason expected =
        reason == DeclineReason.UNWANTED ? Reason.DECLINED_BY_USER : Reason.DATA_INCORRECT;
    Evidence evidence =
        new Evidence.DeviceSignature(
            Fixtures.document(),
            decline.proof(),
            ProofKind.DEVICE_SIGNATURE,
            Optional.empty(),
            Optional.of(reason),
            PHONE,
            PHONE_KEYS.signingKey());
    assertThat(decision)
        .isEqualTo(
            new Decision(
                List.of(new OperationDeclined(expected, Optional.of(evidence), IN_TIME)),
                new OperationChanged()));
  }

  @Test
  void shouldCountARefusalThatDoesNotVerifyLikeAProof() {
    // Given
    Command.DeclineOperation signed = Fixtures.decline(DeclineReason.UNWANTED, IN_TIME);
    Command.DeclineOperation otherReason =
        new Command.DeclineOperation(
            signed.challengeKey(), DeclineReason.NOT_ME, signed.proof(), Optional.empty(), IN_TIME);

    // When / Then
    assertThat(decide(otherReason)).isEqualTo(REJECTED);
  }

  @Test
  @Tag("EI-8")
  @Tag("JW-11")
  void shouldTakeNeitherAnApprovalForARefusalNorARefusalForAnApproval() {
    // Given
    Command.DeclineOperation refused = Fixtures.decline(DeclineReason.UNWANTED, IN_TIME);
    DeviceProof approval = proof(PHONE_KEYS);

    // When
    Decision approved = decide(submit(refused.proof(), IN_TIME));
    Decision declined =
        decide(
            new Command.DeclineOperation(
                Fixtures.CHALLENGE_KEY,
                DeclineReason.UNWANTED,
                approval,
                Optional.empty(),
                IN_TIME));

    // Then
    assertThat(List.of(approved, declined)).containsOnly(REJECTED);
  }

  @Test
  @Tag("NI-3")
  @Tag("AS-8")
  @Tag("KA-8")
  void shouldExpireAnApprovalAtTheVeryDeadline() {
    // When
    Decision decision =
        Decider.decide(stateOf(retrieved()), submit(proof(PHONE_KEYS), DEADLINE), facts(CREATED));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.DEADLINE_PASSED, new OperationExpired(DEADLINE)));
  }

  @Test
  @Tag("KA-8")
  void shouldApproveInTimeHoweverLateTheProcessorIs() {
    // When
    Decision decision =
        Decider.decide(
            stateOf(retrieved()),
            submit(proof(PHONE_KEYS), IN_TIME),
            facts(DEADLINE.plus(Duration.ofHours(1))));

    // Then
    assertThat(decision.answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  @Test
  @Tag("CR-7")
  void shouldRefuseTheProofOfADeviceRevokedInFlight() {
    // Given
    State revoked = after(stateOf(retrieved()), revoke(PHONE));

    // When
    Decision decision = Decider.decide(revoked, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(REJECTED);
  }

  @Test
  @Tag("CR-7")
  void shouldRefuseARevokedDeviceTheChallenge() {
    // Given
    State revoked = after(stateOf(challenged()), revoke(PHONE));

    // When
    Decision decision = Decider.decide(revoked, retrieve(PHONE, IN_TIME), facts(IN_TIME));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
  }

  @Test
  @Tag("AS-1")
  void shouldFailWithTheLastProofAllowedAndNoSooner() {
    // Given
    State state = stateOf(retrieved());
    SubmitProof wrong = submit(WRONG_PROOF, IN_TIME);

    // When
    Decision second = Decider.decide(after(state, wrong), wrong, facts(IN_TIME));
    Decision third = Decider.decide(after(state, wrong, wrong), wrong, facts(IN_TIME));

    // Then
    assertThat(decide(wrong)).isEqualTo(REJECTED);
    assertThat(second).isEqualTo(REJECTED);
    assertThat(third)
        .isEqualTo(
            refusal(
                Reason.TOO_MANY_FAILED_PROOFS,
                new ProofRejected(PHONE),
                new OperationFailed(Reason.TOO_MANY_FAILED_PROOFS, IN_TIME)));
  }

  @Test
  void shouldLetTheOperationSayHowManyProofsMayFail() {
    // Given
    Operation strict =
        Fixtures.operation(
            new TermsBuilder().maximumFailedProofs(1).build(), Set.of(ProofKind.DEVICE_PIN));

    // When
    Decision decision = decide(strict, submit(WRONG_PROOF, IN_TIME));

    // Then
    assertThat(decision.events()).hasSize(2);
  }

  @Test
  @Tag("EI-3")
  @Tag("AS-8")
  void shouldRefuseAProofUnderAnotherChallengesKey() {
    // When
    Decision decision =
        decide(
            new SubmitProof(
                Fixtures.challengeKey(9), proof(PHONE_KEYS), IN_TIME, Optional.empty()));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
  }

  @Test
  @Tag("EI-7")
  void shouldCancelWithTheTimeOfTheRequest() {
    // When
    Decision decision = Decider.decide(stateOf(challenged()), cancel(IN_TIME), facts(DEADLINE));

    // Then
    assertThat(decision.events()).containsExactly(new OperationCancelled(IN_TIME));
  }

  @Test
  void shouldExpireByTheProcessorsClockOnly() {
    // Given
    State state = stateOf(challenged());

    // When
    Decision early = Decider.decide(state, new ExpireOperation(), facts(IN_TIME));
    Decision due = Decider.decide(state, new ExpireOperation(), facts(DEADLINE));

    // Then
    assertThat(early.events()).isEmpty();
    assertThat(due.events()).containsExactly(new OperationExpired(DEADLINE));
  }

  @Test
  @Tag("EI-7")
  void shouldKeepReasonAndTimeOfAnApproval() {
    // When
    State after = after(stateOf(retrieved()), submit(proof(PHONE_KEYS), IN_TIME));

    // Then
    assertThat(after.operation())
        .isEqualTo(
            new Closed(
                Fixtures.operation(),
                Optional.of(retrieved().challenge()),
                Optional.empty(),
                Optional.of(PHONE),
                0,
                ResultOutcome.APPROVED,
                Reason.PROOF_VERIFIED,
                Optional.empty(),
                IN_TIME,
                4));
    assertThat(after.user().openOperations()).isZero();
  }

  @Test
  @Tag("AS-1")
  void shouldThrowForAnEventThatTheStateCannotHave() {
    // Given
    State closed = after(stateOf(challenged()), cancel(IN_TIME));

    // When / Then
    assertThatThrownBy(() -> Evolution.evolve(closed, new OperationExpired(DEADLINE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("OperationExpired cannot happen in Closed");
  }

  private static Operation first() {
    Operation operation = Fixtures.operation();
    return new Operation(
        operation.user(),
        operation.operationId(),
        Fixtures.terms(),
        Optional.empty(),
        CREATED,
        DEADLINE,
        "test",
        1,
        ChallengeDocument.FIRST);
  }

  private static SubmitProof approval(
      Operation operation, ProofKind kind, Optional<String> entered) {
    byte[] document = Fixtures.document(operation).canonical();
    return submit(DeviceProof.of(PHONE_KEYS.approve(document, kind, entered)), IN_TIME);
  }

  private static Decision decide(Command command) {
    return decide(Fixtures.operation(), command);
  }

  private static Decision decide(Operation operation, Command command) {
    return Decider.decide(stateOf(challenged(operation).retrieved(PHONE)), command, facts(IN_TIME));
  }
}
