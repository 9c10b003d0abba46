package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeDevice;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Facts.FreshChallenge;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random commands against the decisions and against a model that shares nothing with them, and
 * after each the invariants of the design.
 */
final class DecisionModelTest {
  private static final int SEQUENCES = 100_000;
  private static final int MOST_STEPS = 24;
  private static final int CHALLENGES = MOST_STEPS + 1;

  /** Signing and verifying costs as much as a hundred decisions, so few sequences do it. */
  private static final int SEQUENCES_FOR_ONE_THAT_SIGNS = 8;

  private static final List<String> OPERATIONS = List.of("one", "two", "three", "four");
  private static final List<ChallengeKey> KEYS =
      IntStream.range(0, CHALLENGES).mapToObj(Fixtures::challengeKey).toList();
  private static final List<TestDevice> DEVICES =
      List.of(
          TestDevice.edwards("device-1"),
          TestDevice.elliptic("device-2"),
          TestDevice.edwards("device-3"));
  private static final long[] TIMES_TO_LIVE = {999, 1_000, 1_001, 5_000, 600_000, 600_001};

  // where each command begins among 100 equally likely numbers
  private static final int REGISTER = 0;
  private static final int REVOKE = 12;
  private static final int CREATE = 24;
  private static final int RETRIEVE = 45;
  private static final int SUBMIT = 65;
  private static final int CANCEL = 90;
  private static final int EXPIRE = 95;

  @Test
  void shouldHoldTheInvariantsForAnySequenceOfCommands() {
    // Given
    Seeds seeds = Seeds.of("decisions", SEQUENCES);
    Map<String, Integer> seen = new TreeMap<>();

    // When / Then
    seeds.forEach(random -> new Run(random, seen).all());
    System.out.println("decisions: answers and states seen: " + seen);
    if (seeds.count() >= SEQUENCES) {
      Stream.of(Stage.values())
          .filter(stage -> stage != Stage.PENDING)
          .forEach(
              stage -> assertThat(seen.get(stage.name())).as("%s", stage).isGreaterThan(1_000));
    }
  }

  /** One sequence. */
  private static final class Run {
    private final SplittableRandom random;
    private final Policy policy;
    private final UserModel model;
    private final UserHistory history;
    private final boolean signs;
    private long now = Fixtures.CREATED.toEpochMilli();
    private final Map<String, Integer> seen;
    private int issued;

    Run(SplittableRandom random, Map<String, Integer> seen) {
      this.random = random;
      this.seen = seen;
      policy =
          Policy.builder()
              .timeToLive(Duration.ofSeconds(2))
              .maximumFailedProofs(1 + random.nextInt(Policy.MOST_FAILED_PROOFS))
              .maximumPending(1 + random.nextInt(3))
              .retention(Duration.ofMinutes(10))
              .build();
      model = new UserModel(policy.maximumFailedProofs(), policy.maximumPending());
      history = new UserHistory(policy);
      signs = random.nextInt(SEQUENCES_FOR_ONE_THAT_SIGNS) == 0;
    }

    void all() {
      int steps = 4 + random.nextInt(MOST_STEPS - 4);
      for (int step = 0; step < steps; step++) {
        passTime();
        step();
      }
      history.checkReplay();
    }

    private void passTime() {
      String operation = anyOperation();
      if (random.nextInt(12) == 0 && history.operation(operation) instanceof Open open) {
        now = Math.max(now, open.operation().expiresAt().toEpochMilli() - 1 + random.nextInt(3));
      } else {
        now += random.nextInt(300);
      }
    }

    private void step() {
      String operationId = anyOperation();
      long receivedAt = now - random.nextInt(3);
      int what = random.nextInt(3) > 0 ? sensible(operationId) : random.nextInt(100);
      String expected;
      Command command;
      if (what < REVOKE) {
        TestDevice device = anyDevice();
        command =
            new RegisterDevice(
                device.serialNumber(), device.signingKey(), device.encryptionKey(), at(receivedAt));
        expected = model.register(device.serialNumber());
      } else if (what < CREATE) {
        String device = anyDevice().serialNumber();
        command = new RevokeDevice(device, at(receivedAt));
        expected = model.revoke(device);
      } else if (what < RETRIEVE) {
        Optional<Long> timeToLive = anyTimeToLive();
        command = create(operationId, timeToLive, receivedAt);
        expected =
            model.create(
                operationId, receivedAt, timeToLive.orElse(policy.timeToLive().toMillis()), issued);
      } else if (what < SUBMIT) {
        int challenge = challengeFor(operationId);
        String device = anyDevice().serialNumber();
        Optional<Instant> abandonedAt =
            random.nextInt(4) == 0
                ? Optional.of(at(now - 1 + random.nextInt(3)))
                : Optional.empty();
        boolean abandoned =
            abandonedAt.map(deadline -> deadline.toEpochMilli() < now).orElse(false);
        command = new RetrieveChallenge(KEYS.get(challenge), device, at(receivedAt), abandonedAt);
        expected = model.retrieve(operationId, challenge, device, receivedAt, abandoned);
      } else if (what < CANCEL) {
        int challenge = challengeFor(operationId);
        TestDevice signer = signerFor(operationId);
        boolean genuine = signs && random.nextInt(2) == 0;
        command =
            new SubmitProof(
                KEYS.get(challenge), proof(operationId, signer, genuine), at(receivedAt));
        boolean overThisOperation = genuine && history.operation(operationId) instanceof Retrieved;
        expected =
            model.submit(
                operationId, challenge, signer.serialNumber(), overThisOperation, receivedAt);
      } else if (what < EXPIRE) {
        command = new CancelOperation(at(receivedAt));
        expected = model.cancel(operationId, receivedAt);
      } else {
        command = new ExpireOperation();
        expected = model.expire(operationId, now);
      }
      compare(operationId, command, expected);
    }

    /** What brings the operation on: without it few sequences would come to an end. */
    private int sensible(String operationId) {
      if (!model.devices.containsValue(true)) {
        return REGISTER;
      }
      return switch (model.stage(operationId)) {
        case ABSENT -> CREATE;
        case PENDING, CHALLENGED -> RETRIEVE;
        case RETRIEVED -> SUBMIT;
        case APPROVED, CANCELLED, EXPIRED, FAILED -> random.nextInt(100);
      };
    }

    /** Mostly the device that retrieved the challenge, sometimes another one. */
    private TestDevice signerFor(String operationId) {
      TestDevice any = anyDevice();
      ModelOperation operation = model.operations.get(operationId);
      return operation == null || random.nextInt(4) == 0
          ? any
          : DEVICES.stream()
              .filter(device -> device.serialNumber().equals(operation.holder))
              .findFirst()
              .orElse(any);
    }

    private void compare(String operationId, Command command, String expected) {
      Facts facts =
          new Facts(
              at(now),
              policy,
              () -> {
                int number = issued++;
                byte[] nonce = new byte[Nonce.BYTES];
                nonce[0] = (byte) number;
                return new FreshChallenge(KEYS.get(number), Nonce.of(nonce));
              });
      Answer answer = history.decide(operationId, command, facts);
      assertThat(word(answer)).as("answer to %s", command).isEqualTo(expected);
      assertThat(Stage.of(history.operation(operationId)))
          .as("state after %s", command)
          .isEqualTo(model.stage(operationId));
      seen.merge(expected, 1, Integer::sum);
      seen.merge(model.stage(operationId).name(), 1, Integer::sum);
      assertThat((long) history.user().openOperations()).isEqualTo(model.open());
    }

    private DeviceProof proof(String operationId, TestDevice signer, boolean genuine) {
      if (!signs || !(history.operation(operationId) instanceof Retrieved retrieved)) {
        return Fixtures.WRONG_PROOF;
      }
      byte[] signature = signer.sign(retrieved.challenge().document(retrieved.operation()));
      if (!genuine) {
        signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return DeviceProof.of(signature);
    }

    private Command create(String operationId, Optional<Long> timeToLive, long receivedAt) {
      return new CreateOperation(
          operationId,
          Optional.empty(),
          OperationKind.AUTHENTICATION,
          Channel.DEVICE,
          Map.of("step", operationId),
          timeToLive.map(Duration::ofMillis),
          at(receivedAt),
          "model",
          1);
    }

    /** Mostly the operation's own, sometimes another one's. */
    private int challengeFor(String operationId) {
      ModelOperation operation = model.operations.get(operationId);
      return operation == null || random.nextInt(10) == 0
          ? random.nextInt(CHALLENGES)
          : operation.challenge;
    }

    private Optional<Long> anyTimeToLive() {
      return random.nextBoolean()
          ? Optional.empty()
          : Optional.of(TIMES_TO_LIVE[random.nextInt(TIMES_TO_LIVE.length)]);
    }

    private String anyOperation() {
      return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    }

    private TestDevice anyDevice() {
      return DEVICES.get(random.nextInt(DEVICES.size()));
    }

    private static Instant at(long milliseconds) {
      return Instant.ofEpochMilli(milliseconds);
    }

    private static String word(Answer answer) {
      return switch (answer) {
        case Answer.Refused(var reason) -> reason.name();
        case NothingToDo _ -> UserModel.NOTHING;
        case Answer.OperationChanged _,
            Answer.ChallengeHandedOut _,
            Answer.ProofAccepted _,
            Answer.DeviceChanged _ ->
            UserModel.DONE;
      };
    }
  }
}
