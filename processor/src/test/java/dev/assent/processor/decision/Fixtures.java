package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeDevice;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Facts.FreshChallenge;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A user with a device and an operation, as valid as can be: each test changes what it is about.
 */
final class Fixtures {
  static final UserKey USER = new UserKey("bank", "A1B2");
  static final String OPERATION_ID = "operation-1";
  static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Instant DEADLINE = CREATED.plus(TIME_TO_LIVE);
  static final Instant IN_TIME = DEADLINE.minusMillis(1);
  static final Policy POLICY = policy().build();
  static final ChallengeKey CHALLENGE_KEY = challengeKey(1);
  static final Nonce NONCE = Nonce.of(new byte[Nonce.BYTES]);
  static final String PHONE = "VDS1-1";
  static final String TABLET = "VDS2-2";
  static final TestDevice PHONE_KEYS = TestDevice.edwards(PHONE);
  static final TestDevice TABLET_KEYS = TestDevice.elliptic(TABLET);
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
    return new Facts(now, policy, () -> new FreshChallenge(CHALLENGE_KEY, NONCE));
  }

  static Operation operation() {
    return new Operation(
        USER,
        OPERATION_ID,
        Optional.of("external"),
        OperationKind.SIGNING,
        Channel.DEVICE,
        Map.of("amount", "12.50 EUR"),
        CREATED,
        DEADLINE,
        "test",
        1);
  }

  static ChallengeDocument document() {
    return new Challenge(CHALLENGE_KEY, NONCE).document(operation());
  }

  static DeviceProof proof(TestDevice device) {
    return DeviceProof.of(device.sign(document()));
  }

  static UserState userWithDevices() {
    return UserState.unknown(USER)
        .with(PHONE_KEYS.registered(CREATED))
        .with(TABLET_KEYS.registered(CREATED));
  }

  static OperationState.Pending pending() {
    return new OperationState.Absent().created(operation());
  }

  static OperationState.Challenged challenged() {
    return pending().challenged(new Challenge(CHALLENGE_KEY, NONCE));
  }

  static OperationState.Retrieved retrieved() {
    return challenged().retrieved(PHONE);
  }

  static State stateOf(OperationState operation) {
    int open = operation instanceof OperationState.Open ? 1 : 0;
    return new State(userWithDevices().withOpenOperations(open), operation);
  }

  static CreateOperation creation() {
    return creation(Optional.empty());
  }

  static CreateOperation creation(Optional<Duration> timeToLive) {
    Operation operation = operation();
    return new CreateOperation(
        OPERATION_ID,
        operation.externalUserId(),
        operation.kind(),
        operation.channel(),
        operation.displayData(),
        timeToLive,
        CREATED,
        operation.origin(),
        operation.claimVersion());
  }

  static RetrieveChallenge retrieve(String serialNumber, Instant receivedAt) {
    return new RetrieveChallenge(CHALLENGE_KEY, serialNumber, receivedAt, Optional.empty());
  }

  static SubmitProof submit(DeviceProof proof, Instant receivedAt) {
    return new SubmitProof(CHALLENGE_KEY, proof, receivedAt);
  }

  static CancelOperation cancel(Instant receivedAt) {
    return new CancelOperation(receivedAt);
  }

  static RevokeDevice revoke(String serialNumber) {
    return new RevokeDevice(serialNumber, IN_TIME);
  }
}
