package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.cancellation;
import static dev.assent.processor.decision.Fixtures.challenged;
import static dev.assent.processor.decision.Fixtures.decline;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.retrieved;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Refusals by a device that says it retrieved the challenge; and what is too old to be asked. */
final class CancellationTest {
  private static final DeclineOperation BY_PHONE =
      cancellation(decline(DeclineReason.UNWANTED, IN_TIME), PHONE);

  @Test
  @Tag("EI-8")
  void shouldDeclineForTheDeviceThatHoldsTheChallenge() {
    // When
    Decision decision = Decider.decide(stateOf(retrieved()), BY_PHONE, facts(IN_TIME));

    // Then
    assertThat(decision)
        .isEqualTo(
            Decider.decide(
                stateOf(retrieved()), decline(DeclineReason.UNWANTED, IN_TIME), facts(IN_TIME)));
    assertThat(decision.events()).singleElement().isInstanceOf(OperationDeclined.class);
  }

  @Test
  void shouldRefuseWhoeverDoesNotHoldTheChallengeWhateverTheProof() {
    // Given
    DeclineOperation byTablet = cancellation(BY_PHONE, TABLET);
    DeclineOperation byNobody = cancellation(BY_PHONE, "unknown");

    // When
    List<Decision> decisions =
        List.of(
            Decider.decide(stateOf(retrieved()), byTablet, facts(IN_TIME)),
            Decider.decide(stateOf(retrieved()), byNobody, facts(IN_TIME)),
            Decider.decide(stateOf(challenged()), BY_PHONE, facts(IN_TIME)));

    // Then
    assertThat(decisions).containsOnly(refusal(Reason.CHALLENGE_NOT_HELD));
  }

  @Test
  void shouldChangeNoCountersWithACancellation() {
    // Given
    Standing standing = Standing.GOOD.proofRejected().proofRejected();
    State state = stateOf(userWithDevices().with(standing), retrieved());
    DeclineOperation wrong =
        new DeclineOperation(
            Fixtures.CHALLENGE_KEY,
            DeclineReason.UNWANTED,
            WRONG_PROOF,
            Optional.of(PHONE),
            IN_TIME);

    // When
    Decision notVerified = Decider.decide(state, wrong, facts(IN_TIME));
    Standing after = Fixtures.after(state, BY_PHONE).user().standing();

    // Then
    assertThat(notVerified).isEqualTo(refusal(Reason.PROOF_INVALID));
    assertThat(after.consecutiveFailedProofs()).isEqualTo(standing.consecutiveFailedProofs());
    assertThat(after.failedProofsSinceLock()).isEqualTo(standing.failedProofsSinceLock());
    assertThat(after.lockedUntil()).isEmpty();
  }

  @Test
  @Tag("OC-8")
  void shouldCountAResponseThatCouldBeAGuess() {
    // Given
    State state = stateOf(challenged().retrieved(Fixtures.TOKEN));
    DeclineOperation wrong =
        new DeclineOperation(
            Fixtures.CHALLENGE_KEY,
            DeclineReason.UNWANTED,
            WRONG_PROOF,
            Optional.of(Fixtures.TOKEN),
            IN_TIME);

    // When
    State after = Fixtures.after(state, wrong);

    // Then
    assertThat(after.user().standing().consecutiveFailedProofs()).isEqualTo(1);
  }

  @Test
  @Tag("KA-8")
  void shouldServeAnOperationUntilItIsAsOldAsTheAskerTakes() {
    // Given
    Duration age = Duration.between(CREATED, IN_TIME);

    // When
    Decision tooOld = Decider.decide(stateOf(challenged()), retrieve(age), facts(DEADLINE));
    Decision inTime =
        Decider.decide(stateOf(challenged()), retrieve(age.plusMillis(1)), facts(DEADLINE));

    // Then
    assertThat(tooOld).isEqualTo(refusal(Reason.DEADLINE_PASSED));
    assertThat(inTime.answer()).isInstanceOf(ChallengeHandedOut.class);
  }

  @Test
  @Tag("KA-8")
  void shouldTakeAProofUntilTheOperationIsAsOldAsTheAskerTakes() {
    // Given
    Duration age = Duration.between(CREATED, IN_TIME);

    // When
    Decision tooOld = Decider.decide(stateOf(retrieved()), submit(age), facts(DEADLINE));
    Decision inTime =
        Decider.decide(stateOf(retrieved()), submit(age.plusMillis(1)), facts(DEADLINE));

    // Then
    assertThat(tooOld).isEqualTo(refusal(Reason.DEADLINE_PASSED));
    assertThat(inTime.answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  private static RetrieveChallenge retrieve(Duration maximumAge) {
    return new RetrieveChallenge(
        Fixtures.CHALLENGE_KEY, PHONE, IN_TIME, Optional.empty(), Optional.of(maximumAge));
  }

  private static SubmitProof submit(Duration maximumAge) {
    return new SubmitProof(
        Fixtures.CHALLENGE_KEY,
        Fixtures.proof(Fixtures.PHONE_KEYS),
        IN_TIME,
        Optional.of(maximumAge));
  }
}
