package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.challenged;
import static dev.assent.processor.decision.Fixtures.document;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.operation;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Answer.Refused;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RejectedProofTest {
  private static final String VALUE = "47";
  private static final Operation MATCHED =
      operation(
          new TermsBuilder().matchingValue(VALUE).matchingPossible().build(),
          Set.of(ProofKind.DEVICE_PIN, ProofKind.OCRA));

  @Test
  @Tag("SCA-4")
  void shouldDecideAlikeWhicheverElementWasWrong() {
    // Given
    DeviceProof right = signed(PHONE_KEYS, ProofKind.DEVICE_PIN, Optional.of(VALUE));
    UserState revoked =
        Evolution.evolve(
                stateOf(waiting()),
                Decider.decide(stateOf(waiting()), Fixtures.revoke(PHONE), facts(CREATED)).events())
            .user();

    // When
    List<Decision> decisions =
        List.of(
            decide(userWithDevices(), WRONG_PROOF),
            decide(
                userWithDevices(), signed(TABLET_KEYS, ProofKind.DEVICE_PIN, Optional.of(VALUE))),
            decide(
                userWithDevices(),
                signed(PHONE_KEYS, ProofKind.DEVICE_SIGNATURE, Optional.of(VALUE))),
            decide(userWithDevices(), signed(PHONE_KEYS, ProofKind.DEVICE_PIN, Optional.of("48"))),
            decide(revoked, right));

    // Then
    assertThat(decisions)
        .containsOnly(
            new Decision(
                List.of(new ProofRejected(PHONE)),
                new Refused(Reason.PROOF_INVALID, Optional.empty())));
    assertThat(decide(userWithDevices(), right).answer()).isEqualTo(new ProofAccepted(PHONE));
  }

  @Test
  @Tag("NI-2")
  void shouldNotApproveWithoutTheValueThatTheRelyingPartyShows() {
    // Given
    DeviceProof withoutValue = signed(PHONE_KEYS, ProofKind.DEVICE_PIN, Optional.empty());

    // When
    Decision decision = decide(userWithDevices(), withoutValue);

    // Then
    assertThat(decision.answer()).isEqualTo(new Refused(Reason.PROOF_INVALID, Optional.empty()));
    assertThat(document(MATCHED).canonical()).asString().doesNotContain(VALUE);
  }

  private static OperationState.Retrieved waiting() {
    return challenged(MATCHED).retrieved(PHONE);
  }

  private static DeviceProof signed(TestDevice device, ProofKind kind, Optional<String> entered) {
    return DeviceProof.of(device.approve(document(MATCHED).canonical(), kind, entered));
  }

  private static Decision decide(UserState user, DeviceProof proof) {
    return Decider.decide(stateOf(user, waiting()), submit(proof, IN_TIME), facts(IN_TIME));
  }
}
