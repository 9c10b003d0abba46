package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.PROVIDER;
import static dev.assent.processor.decision.Fixtures.PROVIDER_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.TOKEN;
import static dev.assent.processor.decision.Fixtures.TOKEN_KEYS;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.after;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.Fixtures.register;
import static dev.assent.processor.decision.Fixtures.registerProvider;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.CredentialChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.Event.CredentialRegistered;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraSuite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Credentials: how they begin and end. */
@Tag("NI-12")
final class CredentialTest {
  private static final State STATE = stateOf(new Absent());

  @Test
  void shouldRegisterADeviceWithItsKeysAndValidity() {
    // Given
    RegisterDevice register =
        new RegisterDevice(
            "new",
            new ProofKey.Signing(TABLET_KEYS.signingKey()),
            TABLET_KEYS.encryptionKey(),
            Optional.of(IN_TIME),
            CREATED);

    // When
    Decision decision = decide(register);

    // Then
    Device device =
        new Device(
            "new",
            register.proofKey(),
            register.encryptionKey(),
            new CredentialStatus(CREATED, Optional.of(IN_TIME), Optional.empty(), 0, 1));
    assertThat(decision)
        .isEqualTo(
            new Decision(List.of(new CredentialRegistered(device)), new CredentialChanged("new")));
  }

  @Test
  void shouldTakeTheSameRegistrationAgainWithoutAnEffect() {
    // Given
    RegisterDevice same = register(PHONE, PHONE_KEYS);
    RegisterDevice otherEncryption =
        new RegisterDevice(
            PHONE, same.proofKey(), TABLET_KEYS.encryptionKey(), Optional.empty(), IN_TIME);
    RegisterDevice otherEnd =
        new RegisterDevice(
            PHONE, same.proofKey(), same.encryptionKey(), Optional.of(IN_TIME), IN_TIME);

    // When / Then
    assertThat(decide(same)).isEqualTo(new Decision(List.of(), new CredentialChanged(PHONE)));
    assertThat(
            List.of(
                decide(register(PHONE, TABLET_KEYS)), decide(otherEncryption), decide(otherEnd)))
        .containsOnly(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  void shouldKnowATokenAgainWhateverItsCounterIsByNow() {
    // Given
    State advanced =
        Evolution.evolve(
            STATE,
            new Event.ProofKeyAdvanced(
                TOKEN,
                new ProofKey.Ocra(
                    TOKEN_KEYS.suite(),
                    TOKEN_KEYS.proofKey().secret(),
                    new OcraPosition(
                        OptionalLong.of(7), OptionalLong.empty(), OptionalLong.empty()))));
    RegisterDevice same = registration(TOKEN_KEYS.proofKey());
    TestToken other = TestToken.of("other", TOKEN_KEYS.suite().text());
    ProofKey otherSuite =
        ProofKey.Ocra.registered(
            OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QH64-T1M"), TOKEN_KEYS.proofKey().secret(), 0);

    // When / Then
    assertThat(Decider.decide(advanced, same, facts(IN_TIME)).answer())
        .isEqualTo(new CredentialChanged(TOKEN));
    assertThat(
            List.of(
                decide(registration(other.proofKey())),
                decide(registration(otherSuite)),
                decide(registration(new ProofKey.Signing(PHONE_KEYS.signingKey())))))
        .containsOnly(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  void shouldRegisterTokensOfAllowedSuitesFromTheirFirstCounter() {
    // When
    ProofKey.Ocra counting =
        ProofKey.Ocra.registered(TOKEN_KEYS.suite(), TOKEN_KEYS.proofKey().secret(), 5);
    ProofKey.Ocra timed =
        ProofKey.Ocra.registered(
            OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QH64-T1M"), TOKEN_KEYS.proofKey().secret(), 5);

    // Then
    assertThat(counting.position().nextCounter()).hasValue(5);
    assertThat(timed.position().nextCounter()).isEmpty();
    assertThatThrownBy(
            () ->
                ProofKey.Ocra.registered(
                    OcraSuite.parse("OCRA-1:HOTP-SHA1-6:QN08"), counting.secret(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRegisterAProvidersCredentialUntilItsCertificateEnds() {
    // When
    Decision decision = decide(registerProvider("new", PROVIDER_KEYS));

    // Then
    ProviderCredential credential =
        (ProviderCredential) ((CredentialRegistered) decision.events().getFirst()).credential();
    assertThat(credential.status().validUntil()).contains(Instant.parse("2040-01-01T00:00:00Z"));
    assertThat(credential.proofKinds()).containsExactly(ProofKind.IDP_SIGNATURE);
  }

  @Test
  void shouldTakeTheSameProvidersCredentialAgainOnly() {
    // Given
    RegisterProviderCredential same = registerProvider(PROVIDER, PROVIDER_KEYS);

    // When
    List<Decision> others =
        List.of(
            decide(registerProvider(PROVIDER, TestProvider.elliptic())),
            decide(changed(same, Channel.MSSP, same.connector(), Optional.empty())),
            decide(changed(same, Channel.IDP, "other", Optional.empty())),
            decide(changed(same, Channel.IDP, same.connector(), Optional.of(IN_TIME))),
            decide(registerProvider(PHONE, PROVIDER_KEYS)),
            decide(register(PROVIDER, PHONE_KEYS)));

    // Then
    assertThat(decide(same)).isEqualTo(new Decision(List.of(), new CredentialChanged(PROVIDER)));
    assertThat(others).containsOnly(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  void shouldNeverTakeAnIdTwice() {
    // Given
    State revoked = after(STATE, revoke(PHONE), revoke(PROVIDER));

    // When / Then
    assertThat(Decider.decide(revoked, register(PHONE, PHONE_KEYS), facts(IN_TIME)))
        .isEqualTo(refusal(Reason.DEVICE_EXISTS));
    assertThat(Decider.decide(revoked, registerProvider(PROVIDER, PROVIDER_KEYS), facts(IN_TIME)))
        .isEqualTo(refusal(Reason.DEVICE_EXISTS));
  }

  @Test
  void shouldKeepWhenACredentialWasRevoked() {
    // When
    State revoked = after(STATE, revoke(PHONE));

    // Then
    CredentialStatus status = revoked.user().device(PHONE).orElseThrow().status();
    assertThat(status.revokedAt()).contains(IN_TIME);
    assertThat(status.active()).isFalse();
    assertThat(status.sequence()).isEqualTo(2);
  }

  @Test
  @Tag("CR-7")
  void shouldAcceptNothingFromADeviceAfterItsEnd() {
    // Given
    Device phone = PHONE_KEYS.registered(CREATED);
    UserState user =
        userWithDevices()
            .with(phone.with(CredentialStatus.registered(CREATED, Optional.of(IN_TIME))));
    Instant before = IN_TIME.minusMillis(1);
    State challenged = stateOf(user, Fixtures.challenged());
    State retrieved = stateOf(user, Fixtures.retrieved());

    // When / Then
    assertThat(Decider.decide(challenged, retrieve(PHONE, before), facts(before)).answer())
        .isInstanceOf(ChallengeHandedOut.class);
    assertThat(Decider.decide(challenged, retrieve(PHONE, IN_TIME), facts(IN_TIME)))
        .isEqualTo(refusal(Reason.CHALLENGE_UNKNOWN));
    assertThat(Decider.decide(retrieved, submit(proof(PHONE_KEYS), before), facts(before)).answer())
        .isEqualTo(new ProofAccepted(PHONE));
    assertThat(
            Decider.decide(retrieved, submit(proof(PHONE_KEYS), IN_TIME), facts(IN_TIME)).answer())
        .isEqualTo(refusal(Reason.PROOF_INVALID).answer());
  }

  @Test
  void shouldLimitHowManyCredentialsAUserHasRevokedOnesIncluded() {
    // Given
    UserState most = CredentialTransitions.userWithMostCredentials();
    UserState oneLess = UserState.unknown(USER);
    for (Credential credential : most.credentials().values()) {
      oneLess = credential.id().equals("device-0") ? oneLess : oneLess.with(credential);
    }
    State full = after(new State(most, new Absent()), revoke("device-1"));

    // When / Then
    assertThat(
            Decider.decide(
                    new State(oneLess, new Absent()), register("new", PHONE_KEYS), facts(IN_TIME))
                .answer())
        .isEqualTo(new CredentialChanged("new"));
    assertThat(Decider.decide(full, register("new", PHONE_KEYS), facts(IN_TIME)))
        .isEqualTo(refusal(Reason.TOO_MANY_DEVICES));
  }

  @Test
  void shouldNotTakeADeviceForAProvider() {
    // Given
    ProviderCredential credential = Fixtures.providerCredential(PROVIDER_KEYS);

    // When / Then
    assertThatThrownBy(
            () ->
                new ProviderCredential(
                    "id",
                    Channel.DEVICE,
                    "connector",
                    credential.certificate(),
                    credential.status()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a device is no provider");
  }

  @Test
  void shouldSayWhatAKeyServesFor() {
    // Given
    ProofKey signing = new ProofKey.Signing(PHONE_KEYS.signingKey());
    ProofKey plain = TestToken.of("plain", "OCRA-1:HOTP-SHA256-8:QH64").proofKey();

    // When / Then
    assertThat(signing.serves(OperationKind.SIGNING)).isTrue();
    assertThat(plain.serves(OperationKind.SIGNING)).isFalse();
    assertThat(plain.serves(OperationKind.AUTHENTICATION)).isTrue();
  }

  private static RegisterDevice registration(ProofKey key) {
    return new RegisterDevice(TOKEN, key, TOKEN_KEYS.encryptionKey(), Optional.empty(), IN_TIME);
  }

  private static RegisterProviderCredential changed(
      RegisterProviderCredential register,
      Channel channel,
      String connector,
      Optional<Instant> validUntil) {
    return new RegisterProviderCredential(
        register.credentialId(),
        channel,
        connector,
        register.certificate(),
        validUntil,
        register.receivedAt());
  }

  private static Decision decide(Command command) {
    return Decider.decide(STATE, command, facts(IN_TIME));
  }
}
