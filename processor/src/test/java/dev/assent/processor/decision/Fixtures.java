package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Facts.Fresh;
import dev.assent.processor.proof.VerifiedProofs;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A user with credentials and an operation, as valid as can be: each test changes what it is about.
 */
final class Fixtures {
  static final UserKey USER = new UserKey("bank", "A1B2");
  static final String OPERATION_ID = "operation-1";
  static final UserKey NOBODY = UserKey.unassigned("bank", OPERATION_ID);
  static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Instant DEADLINE = CREATED.plus(TIME_TO_LIVE);
  static final Instant IN_TIME = DEADLINE.minusMillis(1);
  static final Policy POLICY = policy().build();
  static final ChallengeKey CHALLENGE_KEY = challengeKey(1);
  static final Nonce NONCE = Nonce.of(new byte[Nonce.BYTES]);
  static final String PHONE = "VDS1-1";
  static final String TABLET = "VDS2-2";
  static final String TOKEN = "VDS3-3";
  static final TestDevice PHONE_KEYS = TestDevice.edwards(PHONE);
  static final TestDevice TABLET_KEYS = TestDevice.elliptic(TABLET);
  static final TestToken TOKEN_KEYS = TestToken.of(TOKEN, "OCRA-1:HOTP-SHA256-8:C-QH64");
  static final String PROVIDER = "idp-1";
  static final String CONNECTOR = "swiss-id";
  static final TestProvider PROVIDER_KEYS = TestProvider.elliptic();
  static final DeviceProof WRONG_PROOF = DeviceProof.of(new byte[] {1, 2, 3});

  private Fixtures() {}

  static PolicyBuilder policy() {
    return Policy.builder()
        .timeToLive(TIME_TO_LIVE)
        .maximumFailedProofs(3)
        .maximumPending(2)
        .retention(Duration.ofDays(30));
  }

  static ChallengeKey challengeKey(int number) {
    byte[] random = new byte[ChallengeKey.RANDOM_BYTES];
    random[0] = (byte) number;
    return ChallengeKey.issue(USER, random);
  }

  static Facts facts(Instant now) {
    return facts(now, POLICY);
  }

  static Facts facts(Instant now, Policy policy) {
    return new Facts(
        now,
        policy,
        true,
        () -> new Fresh(CHALLENGE_KEY, NONCE, "12345678", 0.5),
        new TestSecrets(),
        new VerifiedProofs());
  }

  static Facts factsWithoutSecrets(Instant now) {
    return factsWithoutSecrets(now, POLICY);
  }

  static Facts factsWithoutSecrets(Instant now, Policy policy) {
    Facts facts = facts(now, policy);
    return new Facts(
        now, policy, true, facts.fresh(), (_, _, _, _) -> Optional.empty(), facts.proofs());
  }

  static Terms terms() {
    return Terms.of(OperationKind.SIGNING, Map.of("amount", "12.50 EUR"));
  }

  static Terms providerTerms() {
    return new TermsBuilder().channel(Channel.IDP).build();
  }

  static Operation operation() {
    return operation(terms(), Set.of(ProofKind.DEVICE_PIN, ProofKind.OCRA));
  }

  static Operation providerOperation() {
    return operation(providerTerms(), Set.of(ProofKind.IDP_SIGNATURE));
  }

  static Operation operation(Terms terms, Set<ProofKind> kinds) {
    return new Operation(
        USER,
        OPERATION_ID,
        terms.settled(
            kinds,
            TIME_TO_LIVE,
            terms.language(),
            terms.matchingValue(),
            terms.channel() == Channel.DEVICE ? Optional.empty() : Optional.of(CONNECTOR)),
        Optional.empty(),
        CREATED,
        DEADLINE,
        "test",
        1,
        ChallengeDocument.LATEST);
  }

  static ChallengeDocument document() {
    return document(operation());
  }

  static ChallengeDocument document(Operation operation) {
    return new Challenge(CHALLENGE_KEY, NONCE).document(operation);
  }

  static DeviceProof proof(TestDevice device) {
    return proof(device, operation());
  }

  static DeviceProof proof(TestDevice device, Operation operation) {
    return DeviceProof.of(
        device.approve(
            document(operation).canonical(), ProofKind.DEVICE_PIN, operation.matchingValue()));
  }

  static UserState userWithDevices() {
    return UserState.unknown(USER)
        .with(PHONE_KEYS.registered(CREATED))
        .with(TABLET_KEYS.registered(CREATED))
        .with(TOKEN_KEYS.registered(CREATED))
        .with(providerCredential(PROVIDER_KEYS));
  }

  static ProviderCredential providerCredential(TestProvider provider) {
    SignerCertificate certificate = SignerCertificate.of(provider.certificate());
    return new ProviderCredential(
        PROVIDER,
        Channel.IDP,
        CONNECTOR,
        certificate,
        CredentialStatus.registered(CREATED, Optional.of(certificate.notAfter())));
  }

  static OperationState.Pending pending() {
    return new OperationState.Absent().created(operation());
  }

  static OperationState.Challenged challenged() {
    return challenged(operation());
  }

  static OperationState.Challenged challenged(Operation operation) {
    return new OperationState.Absent()
        .created(operation)
        .challenged(new Challenge(CHALLENGE_KEY, NONCE));
  }

  static OperationState.Retrieved retrieved() {
    return challenged().retrieved(PHONE);
  }

  static Transaction transaction() {
    return new Transaction(
        "A" + CHALLENGE_KEY.text(),
        CONNECTOR,
        PROVIDER,
        NONCE,
        1,
        Optional.empty(),
        Optional.empty());
  }

  static OperationState.Dispatched dispatched() {
    return new OperationState.Absent().created(providerOperation()).dispatched(transaction());
  }

  static OperationState.UnknownAtProvider unknownAtProvider() {
    return dispatched().answerLost(CREATED.plusSeconds(1));
  }

  static OperationState.AwaitingUser awaitingUser() {
    return dispatched()
        .accepted(Optional.of("reference"), Optional.empty(), CREATED.plusSeconds(3));
  }

  static State stateOf(OperationState operation) {
    return stateOf(userWithDevices(), operation);
  }

  static State stateOf(UserState user, OperationState operation) {
    return operation instanceof OperationState.Open open
        ? new State(user.opened(open.operation()), operation)
        : new State(user, operation);
  }

  static CreateOperation creation() {
    return creation(terms());
  }

  static CreateOperation creation(Terms terms) {
    return new CreateOperation(OPERATION_ID, terms, CREATED, "test", 1, false);
  }

  static CreateOperation creationOverAnyChannel(Terms terms) {
    return new CreateOperation(
        OPERATION_ID, terms, CREATED, "test", 1, false, Optional.empty(), true);
  }

  static RetrieveChallenge retrieve(String serialNumber, Instant receivedAt) {
    return new RetrieveChallenge(
        CHALLENGE_KEY, serialNumber, receivedAt, Optional.empty(), Optional.empty());
  }

  static SubmitProof submit(DeviceProof proof, Instant receivedAt) {
    return new SubmitProof(CHALLENGE_KEY, proof, receivedAt, Optional.empty());
  }

  static DeclineOperation decline(DeclineReason reason, Instant receivedAt) {
    DeviceProof proof = DeviceProof.of(PHONE_KEYS.decline(document().canonical(), reason));
    return new DeclineOperation(CHALLENGE_KEY, reason, proof, Optional.empty(), receivedAt);
  }

  static DeclineOperation cancellation(DeclineOperation decline, String serialNumber) {
    return new DeclineOperation(
        decline.challengeKey(),
        decline.reason(),
        decline.proof(),
        Optional.of(serialNumber),
        decline.receivedAt());
  }

  static RecordOutcome outcome(ProviderOutcome outcome, Instant receivedAt) {
    return new RecordOutcome(transaction().transactionId(), 1, outcome, receivedAt);
  }

  /** What a provider says that does not carry an operation out. */
  static ProviderOutcome.Refused refusedThere(ProviderRefusal refusal) {
    return new ProviderOutcome.Refused(refusal, "their-code");
  }

  static ProviderProof providerProof(TestProvider provider) {
    byte[] document = transaction().document(providerOperation()).canonical();
    return ProviderProof.of(provider.sign(document), provider.certificate());
  }

  static CancelOperation cancel(Instant receivedAt) {
    return new CancelOperation(receivedAt);
  }

  static RevokeCredential revoke(String credentialId) {
    return new RevokeCredential(credentialId, IN_TIME);
  }

  static RegisterDevice register(String serialNumber, TestDevice keys) {
    return new RegisterDevice(
        serialNumber,
        new ProofKey.Signing(keys.signingKey()),
        keys.encryptionKey(),
        Optional.empty(),
        IN_TIME);
  }

  static RegisterProviderCredential registerProvider(String id, TestProvider provider) {
    return new RegisterProviderCredential(
        id,
        Channel.IDP,
        CONNECTOR,
        SignerCertificate.of(provider.certificate()),
        Optional.empty(),
        IN_TIME);
  }

  static State after(State state, Command... commands) {
    State current = state;
    for (Command command : commands) {
      Decision decision = Decider.decide(current, command, facts(IN_TIME));
      current = Evolution.evolve(current, decision.events());
    }
    return current;
  }

  static Decision refusal(Reason reason, Event... events) {
    return new Decision(List.of(events), new Answer.Refused(reason, Optional.empty()));
  }

  static Decision refusalUntil(Instant retryAt, Reason reason, Event... events) {
    return new Decision(List.of(events), new Answer.Refused(reason, Optional.of(retryAt)));
  }
}
