package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operation that names no channel goes over the first of the tenant's order that can be. */
final class AnyChannelTest {
  private static final UserState NOBODY_KNOWN = UserState.unknown(USER);
  private static final UserState WITH_DEVICE =
      NOBODY_KNOWN.with(Fixtures.PHONE_KEYS.registered(CREATED));
  private static final UserState WITH_PROVIDER =
      NOBODY_KNOWN.with(Fixtures.providerCredential(Fixtures.PROVIDER_KEYS));

  @ParameterizedTest
  @CsvSource({
    "MSSP IDP DEVICE, true, true, IDP",
    "DEVICE IDP MSSP, true, true, DEVICE",
    "MSSP IDP DEVICE, true, false, DEVICE",
    "DEVICE IDP, false, true, IDP",
    "IDP, true, true, IDP"
  })
  void shouldTakeTheFirstChannelThatTheUserHasACredentialFor(
      String order, boolean device, boolean provider, Channel expected) {
    // Given
    UserState user = device ? WITH_DEVICE : NOBODY_KNOWN;
    UserState both =
        provider ? user.with(Fixtures.providerCredential(Fixtures.PROVIDER_KEYS)) : user;

    // When
    Decision decision = decide(both, Fixtures.policy().channelOrder(channels(order)).build());

    // Then
    assertThat(created(decision).terms().channel()).isEqualTo(expected);
  }

  @Test
  void shouldBeginAtTheProviderWhereItIsTheFirst() {
    // When
    Decision decision = decide(WITH_PROVIDER, Fixtures.POLICY);

    // Then
    assertThat(decision.events()).last().isInstanceOf(Event.TransactionStarted.class);
    assertThat(created(decision).proofKinds()).containsExactly(ProofKind.IDP_SIGNATURE);
  }

  @Test
  @Tag("AS-6")
  void shouldRefuseAUserWithoutCredentialsAsOneThatIsNotKnown() {
    // Given
    UserState revoked =
        Evolution.evolve(
                new State(WITH_DEVICE, new Absent()),
                new Event.CredentialRevoked(Fixtures.PHONE, CREATED))
            .user();

    // When
    List<Decision> decisions =
        List.of(decide(NOBODY_KNOWN, Fixtures.POLICY), decide(revoked, Fixtures.POLICY));

    // Then
    assertThat(decisions).containsOnly(Fixtures.refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  void shouldPassOverAChannelThatThePolicyAcceptsNoProofOf() {
    // Given
    Policy devicesOnly = Fixtures.policy().proofKinds(Set.of(ProofKind.DEVICE_PIN)).build();

    // When
    Decision decision = decide(Fixtures.userWithDevices(), devicesOnly);
    Decision without = decide(WITH_PROVIDER, devicesOnly);

    // Then
    assertThat(created(decision).terms().channel()).isEqualTo(Channel.DEVICE);
    assertThat(without).isEqualTo(Fixtures.refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  void shouldRefuseWhatNoChannelOfTheOrderCanProve() {
    // Given
    Policy nothing =
        Fixtures.policy()
            .proofKinds(Set.of(ProofKind.IDP_SIGNATURE))
            .channelOrder(List.of(Channel.MSSP))
            .build();

    // When
    Decision decision = decide(Fixtures.userWithDevices(), nothing);

    // Then
    assertThat(decision).isEqualTo(Fixtures.refusal(Reason.INVALID_REQUEST));
  }

  @Test
  void shouldHaveAnOrderWithEachChannelOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixtures.policy().channelOrder(List.of()).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Fixtures.policy().channelOrder(List.of(Channel.IDP, Channel.IDP)).build());
  }

  private static Decision decide(UserState user, Policy policy) {
    Terms terms = Terms.of(OperationKind.AUTHENTICATION, Map.of("what", "log in"));
    return Decider.decide(
        new State(user, new Absent()),
        Fixtures.creationOverAnyChannel(terms),
        facts(CREATED, policy));
  }

  private static Operation created(Decision decision) {
    return decision.events().stream()
        .filter(OperationCreated.class::isInstance)
        .map(OperationCreated.class::cast)
        .findFirst()
        .orElseThrow()
        .operation();
  }

  private static List<Channel> channels(String order) {
    return Arrays.stream(order.split(" ")).map(Channel::valueOf).toList();
  }
}
