package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.after;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.refusal;
import static dev.assent.processor.decision.MobileFixtures.CERTIFICATE;
import static dev.assent.processor.decision.MobileFixtures.PHONE_SIGNER;
import static dev.assent.processor.decision.MobileFixtures.SUBSCRIPTION;
import static dev.assent.processor.decision.MobileFixtures.change;
import static dev.assent.processor.decision.MobileFixtures.signature;
import static dev.assent.processor.decision.MobileFixtures.state;
import static dev.assent.processor.decision.MobileFixtures.terms;
import static dev.assent.processor.decision.MobileFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.MobileSignature.Condition;
import dev.assent.processor.decision.MobileSignature.Logins;
import dev.assent.processor.decision.MobileSignature.Revision;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.ProviderOutcome.Declined;
import dev.assent.processor.decision.ProviderOutcome.Signed;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A user's phone: how it is kept, which operations it serves, and what comes of its failures. */
final class MobileSignatureTest {
  private static final TestProvider ANOTHER = TestProvider.elliptic();

  @Test
  void shouldKeepWhatIsRegisteredAsVersionOne() {
    assertThat(signature())
        .isEqualTo(
            new MobileSignature(
                "phone-1",
                Optional.empty(),
                SUBSCRIPTION,
                Optional.of(CERTIFICATE),
                new Condition(MobileSignatureState.ACTIVE, Optional.empty(), Optional.empty()),
                new Revision(1, CREATED, Optional.empty()),
                Logins.NONE,
                CredentialStatus.registered(CREATED, Optional.of(CERTIFICATE.notAfter()))));
  }

  @Test
  void shouldMakeANameWhereNoneIsGiven() {
    // Given
    CreateMobileSignature nameless =
        new CreateMobileSignature(
            Optional.empty(),
            Optional.of("policy-1"),
            SUBSCRIPTION,
            Optional.empty(),
            MobileSignatureState.INITIAL,
            CREATED);

    // When
    MobileSignature registered = signature(after(state(UserState.unknown(USER)), nameless).user());

    // Then
    assertThat(registered.extId()).isEqualTo(Fixtures.NONCE.text());
    assertThat(registered.policyExtId()).contains("policy-1");
    assertThat(registered.status().validUntil()).isEmpty();
  }

  @Test
  void shouldRefuseASecondOneUntilTheFirstIsDeleted() {
    // Given
    State user = state(user());

    // When
    Decision second = Decider.decide(user, MobileFixtures.create(), facts(CREATED));
    State deleted = after(user, MobileFixtures.delete());
    State again = after(deleted, MobileFixtures.create());

    // Then
    assertThat(second).isEqualTo(refusal(Reason.CREDENTIAL_EXISTS));
    assertThat(deleted.user().credentials().values())
        .singleElement()
        .isInstanceOf(FormerMobileSignature.class);
    assertThat(signature(again.user()).revision().version()).isEqualTo(1);
    assertThat(signature(again.user()).status().sequence()).isEqualTo(3);
  }

  @Test
  void shouldChangeOnlyWhatIsSaidAndDropTheCommentOfBefore() {
    // Given
    State commented = after(state(user()), change(1));

    // When
    MobileSignature disabled =
        signature(after(commented, change(MobileSignatureState.DISABLED)).user());

    // Then
    assertThat(signature(commented.user()).revision())
        .isEqualTo(new Revision(2, IN_TIME, Optional.of("new contract")));
    assertThat(signature(commented.user()).condition()).isEqualTo(signature().condition());
    assertThat(disabled.revision()).isEqualTo(new Revision(3, IN_TIME, Optional.empty()));
    assertThat(disabled.condition())
        .isEqualTo(
            new Condition(
                MobileSignatureState.DISABLED,
                Optional.of(MobileSignature.BY_ADMINISTRATOR),
                Optional.empty()));
    assertThat(disabled.subscribed()).isEqualTo(SUBSCRIPTION);
    assertThat(disabled.certificate()).contains(CERTIFICATE);
  }

  @Test
  void shouldChangeNothingOfAVersionThatTheCallerHasNotSeen() {
    // Given
    State second = after(state(user()), change(1));

    // When
    Decision stale = Decider.decide(second, change(1), facts(IN_TIME));

    // Then
    assertThat(stale).isEqualTo(refusal(Reason.VERSION_CONFLICT));
  }

  @ParameterizedTest
  @EnumSource(
      value = MobileSignatureState.class,
      mode = Mode.EXCLUDE,
      names = {"ACTIVE"})
  @Tag("CR-7")
  void shouldServeNoOperationUnlessItIsActive(MobileSignatureState condition) {
    // Given
    State user =
        after(
            state(UserState.unknown(USER)),
            MobileFixtures.create(condition, Optional.of(CERTIFICATE), CREATED));

    // When
    Decision decision = Decider.decide(user, Fixtures.creation(terms()), facts(CREATED));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  @Tag("EI-3")
  void shouldServeNoOperationWithoutACertificateToVerifyWith() {
    // Given
    State user =
        after(
            state(UserState.unknown(USER)),
            MobileFixtures.create(MobileSignatureState.ACTIVE, Optional.empty(), CREATED));

    // When
    Decision decision = Decider.decide(user, Fixtures.creation(terms()), facts(CREATED));

    // Then
    assertThat(decision).isEqualTo(refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
  }

  @Test
  void shouldTellTheConnectorThatThePolicyNamesWhomToAsk() {
    // Given
    MobilePolicy named =
        new MobilePolicy(3, Map.of(SUBSCRIPTION.msspIdentifier(), "swisscom"), "other");
    MobilePolicy unnamed = new MobilePolicy(3, Map.of("http://another.example", "x"), "other");

    // When
    Transaction toNamed = transaction(named);
    Transaction toOther = transaction(unnamed);

    // Then
    assertThat(toNamed.connector()).isEqualTo("swisscom");
    assertThat(toNamed.subscription()).contains(SUBSCRIPTION);
    assertThat(toOther.connector()).isEqualTo("other");
  }

  @Test
  void shouldCountApprovals() {
    // Given
    State failedOnce = answered(user(), ANOTHER);

    // When
    State approved = answered(failedOnce.user(), PHONE_SIGNER);

    // Then
    assertThat(signature(approved.user()).logins())
        .isEqualTo(new Logins(1, Optional.of(IN_TIME), Optional.of(IN_TIME)));
    assertThat(signature(approved.user()).status().failedProofs()).isZero();
    assertThat(signature(approved.user()).revision()).isEqualTo(signature().revision());
  }

  @Test
  @Tag("SCA-5")
  void shouldLockAfterTheFailureMaximumUntilItIsMadeActiveAgain() {
    // Given
    State twice = answered(answered(user(), ANOTHER).user(), ANOTHER);

    // When
    State locked = answered(twice.user(), ANOTHER);
    Decision creation =
        Decider.decide(state(locked.user()), Fixtures.creation(terms()), facts(IN_TIME));
    State unlocked = after(state(locked.user()), change(MobileSignatureState.ACTIVE));

    // Then
    assertThat(signature(twice.user()).condition()).isEqualTo(signature().condition());
    assertThat(signature(locked.user()).condition())
        .isEqualTo(
            new Condition(
                MobileSignatureState.FAIL_LOCKED,
                Optional.of(MobileSignature.BY_FAILURES),
                Optional.of("3 signatures in a row did not verify")));
    assertThat(signature(locked.user()).revision().version()).isEqualTo(2);
    assertThat(creation).isEqualTo(refusal(Reason.NO_ELIGIBLE_CREDENTIAL));
    assertThat(signature(unlocked.user()).usable(ProviderTrust.REGISTERED_ONLY, IN_TIME)).isTrue();
    assertThat(signature(unlocked.user()).status().failedProofs()).isZero();
  }

  @Test
  void shouldHoldNeitherARefusalNorTheProvidersTroubleAgainstThePhone() {
    // When
    State declined = answered(user(), new Declined());
    State refused = answered(user(), Fixtures.refusedThere(ProviderRefusal.TRANSIENT));

    // Then
    assertThat(declined.user().credentials()).isEqualTo(user().credentials());
    assertThat(refused.user().credentials()).isEqualTo(user().credentials());
  }

  @Test
  @Tag("CR-7")
  void shouldApproveNothingThatIsInFlightOnceItIsOutOfUse() {
    // Given
    State asked = dispatched(user());

    // When
    State disabled = after(asked, change(MobileSignatureState.DISABLED));
    State deleted = after(asked, MobileFixtures.delete());

    // Then
    assertThat(Decider.decide(asked, signed(asked, PHONE_SIGNER), facts(IN_TIME)).events())
        .hasAtLeastOneElementOfType(OperationApproved.class);
    for (State gone : List.of(disabled, deleted)) {
      assertThat(Decider.decide(gone, signed(asked, PHONE_SIGNER), facts(IN_TIME)).events())
          .hasAtLeastOneElementOfType(OperationFailed.class)
          .doesNotHaveAnyElementsOfTypes(
              OperationApproved.class, Event.MobileSignatureChanged.class);
    }
  }

  private static Transaction transaction(MobilePolicy mobile) {
    Facts facts = facts(CREATED, Fixtures.policy().mobile(mobile).build());
    return Decider.decide(state(user()), Fixtures.creation(terms()), facts).events().stream()
        .filter(TransactionStarted.class::isInstance)
        .map(started -> ((TransactionStarted) started).transaction())
        .findFirst()
        .orElseThrow();
  }

  private static State dispatched(UserState user) {
    return after(state(user), Fixtures.creation(terms()));
  }

  private static State answered(UserState user, TestProvider signer) {
    State asked = dispatched(user);
    return after(asked, signed(asked, signer));
  }

  private static State answered(UserState user, ProviderOutcome outcome) {
    State asked = dispatched(user);
    return after(asked, outcome(asked, outcome));
  }

  private static RecordOutcome signed(State asked, TestProvider signer) {
    AtProvider open = (AtProvider) asked.operation();
    byte[] document = open.transaction().document(open.operation()).canonical();
    return outcome(
        asked, new Signed(ProviderProof.of(signer.sign(document), signer.certificate())));
  }

  private static RecordOutcome outcome(State asked, ProviderOutcome outcome) {
    Transaction transaction = ((AtProvider) asked.operation()).transaction();
    return new RecordOutcome(transaction.transactionId(), 1, outcome, IN_TIME);
  }
}
