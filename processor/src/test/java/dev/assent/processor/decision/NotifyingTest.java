package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.OPERATION_ID;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.PushTransitions.ADDRESS;
import static dev.assent.processor.decision.PushTransitions.OTHER_ADDRESS;
import static dev.assent.processor.decision.PushTransitions.userWithAddress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.ChangePushAddress;
import dev.assent.processor.decision.Command.NotifyDevices;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Event.DevicesNotified;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whom a challenge is told to, and how often. */
class NotifyingTest {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  @Test
  void shouldTellTheDevicesThatHaveAnAddress() {
    // Given
    State state = state(userWithAddress());

    // When
    Decision decision = Decider.decide(state, creation(), facts(CREATED));

    // Then
    assertThat(decision.events().getLast()).isEqualTo(new DevicesNotified(List.of(PHONE), CREATED));
  }

  @Test
  void shouldNotTellADeviceThatCannotApprove() {
    // Given
    Device ended =
        new Device(
            TABLET,
            new ProofKey.Signing(TABLET_KEYS.signingKey()),
            TABLET_KEYS.encryptionKey(),
            Optional.of(ADDRESS),
            CredentialStatus.registered(CREATED, Optional.of(CREATED)));

    // When
    Decision decision =
        Decider.decide(state(userWithDevices().with(ended)), creation(), facts(CREATED));

    // Then
    assertThat(decision.events()).noneMatch(DevicesNotified.class::isInstance);
  }

  @Test
  @Tag("NI-4")
  void shouldTellOnceInTenSeconds() {
    // Given
    State created = created();

    // When
    Decision tooSoon = notify(created, CREATED.plus(PAUSE).minusMillis(1));
    Decision inTime = notify(created, CREATED.plus(PAUSE));

    // Then
    assertThat(tooSoon.answer())
        .isEqualTo(new Answer.Refused(Reason.TOO_SOON, Optional.of(CREATED.plus(PAUSE))));
    assertThat(tooSoon.events()).isEmpty();
    assertThat(inTime.events())
        .containsExactly(new DevicesNotified(List.of(PHONE), CREATED.plus(PAUSE)));
  }

  @Test
  void shouldCountFromTheLastTimeThatDevicesWereTold() {
    // Given
    Instant second = CREATED.plus(PAUSE);
    State created = created();
    State toldTwice = Evolution.evolve(created, notify(created, second).events());

    // When
    Decision decision = notify(toldTwice, second.plusSeconds(1));

    // Then
    assertThat(decision.answer())
        .isEqualTo(new Answer.Refused(Reason.TOO_SOON, Optional.of(second.plus(PAUSE))));
  }

  @Test
  void shouldForgetTheAddressOfARevokedDevice() {
    // Given
    State state = state(userWithAddress());

    // When
    Decision decision = Decider.decide(state, new RevokeCredential(PHONE, CREATED), facts(CREATED));

    // Then
    assertThat(Evolution.evolve(state, decision.events()).user().device(PHONE).orElseThrow())
        .satisfies(device -> assertThat(device.pushAddress()).isEmpty());
  }

  @Test
  void shouldForgetAnAddressThatIsNoMore() {
    // Given
    State state = state(userWithAddress());
    ChangePushAddress gone =
        new ChangePushAddress(PHONE, Optional.empty(), Optional.of(ADDRESS), CREATED);

    // When
    State after = Evolution.evolve(state, Decider.decide(state, gone, facts(CREATED)).events());

    // Then
    assertThat(after.user().device(PHONE).orElseThrow().pushAddress()).isEmpty();
  }

  @Test
  void shouldTakeTheNewAddressOfARepeatedRegistration() {
    // Given
    State state = state(userWithAddress());
    RegisterDevice again =
        new RegisterDevice(
            PHONE,
            new ProofKey.Signing(PHONE_KEYS.signingKey()),
            PHONE_KEYS.encryptionKey(),
            Optional.of(OTHER_ADDRESS),
            Optional.empty(),
            CREATED);

    // When
    State after = Evolution.evolve(state, Decider.decide(state, again, facts(CREATED)).events());

    // Then
    assertThat(after.user().device(PHONE).orElseThrow().pushAddress()).contains(OTHER_ADDRESS);
  }

  private static State created() {
    State state = state(userWithAddress());
    return Evolution.evolve(state, Decider.decide(state, creation(), facts(CREATED)).events());
  }

  private static Decision notify(State state, Instant at) {
    assertThat(state.operation())
        .isInstanceOfSatisfying(
            OperationState.Challenged.class,
            challenged -> assertThat(challenged.operation().operationId()).isEqualTo(OPERATION_ID));
    return Decider.decide(state, new NotifyDevices(at), facts(at));
  }

  private static State state(UserState user) {
    return new State(user, new Absent(), Optional.empty());
  }
}
