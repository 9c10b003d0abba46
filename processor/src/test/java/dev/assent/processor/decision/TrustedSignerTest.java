package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.MobileFixtures.signature;
import static dev.assent.processor.decision.MobileFixtures.state;
import static dev.assent.processor.decision.MobileFixtures.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.provider.verification.TestCertificate;
import dev.assent.schemas.provider.verification.TestCms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signers that a tenant's trust anchor vouches for. */
@Tag("EI-2")
final class TrustedSignerTest {
  private static final TestCertificate ROOT = TestCertificate.root("Anchor");
  private static final TestCertificate SIGNER = ROOT.user("mid1").make();
  private static final Policy POLICY =
      Fixtures.policy()
          .providerTrust(new ProviderTrust(List.of(ROOT.hexadecimal()), List.of(), false))
          .build();

  @Test
  void shouldBindTheFirstCertificateThatAnAnchorVouchesFor() {
    // When
    State approved = signed(user(), SIGNER);

    // Then
    assertThat(outcome(approved)).isEqualTo(ResultOutcome.APPROVED);
    assertThat(signature(approved.user()).certificate())
        .contains(SignerCertificate.of(SIGNER.der()));
    assertThat(signature(approved.user()).revision().version()).isEqualTo(2);
    assertThat(signature(approved.user()).status().validUntil())
        .contains(SIGNER.certificate().getNotAfter().toInstant());
    assertThat(signature(approved.user()).logins().successes()).isEqualTo(1);
  }

  @Test
  @Tag("EI-1")
  @Tag("CR-7")
  void shouldBindNobodyWhomTheCredentialDoesNotName() {
    // When
    State failed = signed(user(), ROOT.user("mid2").make());

    // Then
    assertThat(reason(failed)).isEqualTo(Reason.PROOF_INVALID);
    assertThat(signature(failed.user()).certificate()).isEmpty();
    assertThat(signature(failed.user()).status().failedProofs()).isEqualTo(1);
  }

  @Test
  @Tag("EI-1")
  @Tag("AS-20")
  void shouldBindNobodyWhereItCannotBeReadWhomTheCredentialNames() {
    // Given
    State asked = dispatched(user());

    // When
    Decision decision =
        Decider.decide(
            asked, outcome(asked, SIGNER), Fixtures.factsWithoutSecrets(IN_TIME, POLICY));
    State failed = Evolution.evolve(asked, decision.events());

    // Then
    assertThat(reason(failed)).isEqualTo(Reason.PROOF_INVALID);
    assertThat(signature(failed.user()).certificate()).isEmpty();
  }

  @Test
  void shouldAskNobodyWhoseCertificateNobodyVouchesFor() {
    // When
    Decision creation = Decider.decide(state(user()), Fixtures.creation(terms()), facts(IN_TIME));

    // Then
    assertThat(creation).isEqualTo(refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  void shouldBindTheSameSubjectsNextCertificate() {
    // Given
    UserState bound = signed(user(), SIGNER).user();
    TestCertificate next = ROOT.user("mid1").key("secp384r1").make();

    // When
    State approved = signed(bound, next);

    // Then
    assertThat(outcome(approved)).isEqualTo(ResultOutcome.APPROVED);
    assertThat(signature(approved.user()).certificate()).contains(SignerCertificate.of(next.der()));
  }

  @Test
  @Tag("CR-7")
  void shouldRefuseAnotherSubjectAndCountIt() {
    // Given
    UserState bound = signed(user(), SIGNER).user();

    // When
    State failed = signed(bound, ROOT.user("mid2").make());

    // Then
    assertThat(reason(failed)).isEqualTo(Reason.PROOF_INVALID);
    assertThat(signature(failed.user()).certificate()).isEqualTo(signature(bound).certificate());
    assertThat(signature(failed.user()).status().failedProofs()).isEqualTo(1);
  }

  @Test
  @Tag("AS-20")
  void shouldBindNobodyOfAnotherAuthority() {
    // When
    State failed = signed(user(), TestCertificate.root("Other").user("mid1").make());

    // Then
    assertThat(reason(failed)).isEqualTo(Reason.PROOF_INVALID);
    assertThat(signature(failed.user()).certificate()).isEmpty();
  }

  @Test
  @Tag("CR-7")
  void shouldNotTakeThePhoneThatWasAskedForTheOneThatCameInItsPlace() {
    // Given
    State asked = dispatched(user());
    UserState without = Fixtures.after(state(asked.user()), MobileFixtures.delete()).user();
    UserState replaced = Fixtures.after(state(without), another()).user();

    // When
    State failed = after(asked.with(replaced, asked.operation()), outcome(asked, SIGNER));

    // Then
    assertThat(reason(failed)).isEqualTo(Reason.PROOF_INVALID);
    assertThat(signature(failed.user())).isEqualTo(signature(replaced));
  }

  @Test
  @Tag("AS-20")
  void shouldVerifyNothingOnceTheTenantBelievesNobodyAnyMore() {
    // Given
    State asked = dispatched(user());
    RecordOutcome outcome = outcome(asked, SIGNER);

    // When
    Decision decision = Decider.decide(asked, outcome, facts(IN_TIME));

    // Then
    assertThat(decision.events()).hasAtLeastOneElementOfType(OperationFailed.class);
  }

  private static Reason reason(State state) {
    return ((Closed) state.operation()).reason();
  }

  private static ResultOutcome outcome(State state) {
    return ((Closed) state.operation()).outcome();
  }

  private static UserState user() {
    return Fixtures.after(
            state(UserState.unknown(USER)),
            MobileFixtures.create(MobileSignatureState.ACTIVE, Optional.empty(), Fixtures.CREATED))
        .user();
  }

  /** Another phone, of which no certificate is known either. */
  private static CreateMobileSignature another() {
    return new CreateMobileSignature(
        Optional.of("phone-2"),
        Optional.empty(),
        new MobileSubscription(
            EncryptedSecret.of(new byte[] {3}),
            EncryptedSecret.of(new byte[] {4}),
            MobileFixtures.SUBSCRIPTION.msspIdentifier()),
        Optional.empty(),
        MobileSignatureState.ACTIVE,
        IN_TIME);
  }

  private static State dispatched(UserState user) {
    return after(state(user), Fixtures.creation(terms()));
  }

  private static State signed(UserState user, TestCertificate signer) {
    State asked = dispatched(user);
    return after(asked, outcome(asked, signer));
  }

  private static State after(State state, Command command) {
    Decision decision = Decider.decide(state, command, facts(IN_TIME, POLICY));
    return Evolution.evolve(state, decision.events());
  }

  private static RecordOutcome outcome(State asked, TestCertificate signer) {
    AtProvider open = (AtProvider) asked.operation();
    byte[] document = open.transaction().document(open.operation()).canonical();
    byte[] text = SignedContent.of(document).text("").getBytes(StandardCharsets.UTF_8);
    byte[] cms = TestCms.over(text, signer).signedAt(IN_TIME).make();
    return new RecordOutcome(
        open.transaction().transactionId(),
        1,
        new ProviderOutcome.Signed(ProviderProof.of(ProofFormat.CMS_TEXT, cms, signer.der())),
        IN_TIME);
  }
}
