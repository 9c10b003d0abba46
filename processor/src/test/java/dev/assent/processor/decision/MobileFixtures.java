package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;

import dev.assent.processor.decision.Command.ChangeMobileSignature;
import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.DeleteMobileSignature;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.MobileSignatureState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A user's phone, as valid as can be. */
final class MobileFixtures {
  static final TestProvider PHONE_SIGNER = TestProvider.elliptic();
  static final SignerCertificate CERTIFICATE = SignerCertificate.of(PHONE_SIGNER.certificate());
  static final MobileSubscription SUBSCRIPTION =
      new MobileSubscription(
          EncryptedSecret.of(new byte[] {1}),
          EncryptedSecret.of("mid1".getBytes(StandardCharsets.UTF_8)),
          "http://mssp.example/mobileid");

  private MobileFixtures() {}

  static CreateMobileSignature create() {
    return create(MobileSignatureState.ACTIVE, Optional.of(CERTIFICATE), CREATED);
  }

  static CreateMobileSignature create(
      MobileSignatureState state, Optional<SignerCertificate> certificate, Instant at) {
    return new CreateMobileSignature(
        Optional.of("phone-1"), Optional.empty(), SUBSCRIPTION, certificate, state, at);
  }

  /** Nothing but a comment. */
  static ChangeMobileSignature change(int expectedVersion) {
    return change(Optional.of(expectedVersion), Optional.empty(), Optional.of("new contract"));
  }

  /** Another state, whatever the version. */
  static ChangeMobileSignature change(MobileSignatureState state) {
    return change(Optional.empty(), Optional.of(state), Optional.empty());
  }

  private static ChangeMobileSignature change(
      Optional<Integer> version, Optional<MobileSignatureState> state, Optional<String> comment) {
    return new ChangeMobileSignature(
        version,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        state,
        comment,
        IN_TIME);
  }

  static DeleteMobileSignature delete() {
    return new DeleteMobileSignature(IN_TIME);
  }

  /** The phone right after its creation. */
  static MobileSignature signature() {
    return signature(Fixtures.after(state(UserState.unknown(Fixtures.USER)), create()).user());
  }

  static MobileSignature signature(UserState user) {
    return (MobileSignature) user.credentials().get(MobileSignature.ID);
  }

  static UserState user() {
    return UserState.unknown(Fixtures.USER).with(signature());
  }

  /** The user whose phone is asked for another operation than the fixtures'. */
  static UserState ringing() {
    Command.CreateOperation another =
        new Command.CreateOperation("another", terms(), CREATED, "test", 1, false);
    return Fixtures.after(state(user()), another).user();
  }

  static State state(UserState user) {
    return new State(user, new OperationState.Absent());
  }

  static Terms terms() {
    return new TermsBuilder().channel(Channel.MSSP).build();
  }
}
