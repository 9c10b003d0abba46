package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.cancel;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.Stage.ABSENT;
import static dev.assent.processor.decision.Stage.APPROVED;
import static dev.assent.processor.decision.Stage.CANCELLED;
import static dev.assent.processor.decision.Stage.CHALLENGED;
import static dev.assent.processor.decision.Stage.EXPIRED;
import static dev.assent.processor.decision.Stage.FAILED;
import static dev.assent.processor.decision.Stage.PENDING;
import static dev.assent.processor.decision.Stage.RETRIEVED;
import static dev.assent.processor.decision.Transition.in;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.DeviceChanged;
import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.ChallengeIssued;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.DeviceRegistered;
import dev.assent.processor.decision.Event.DeviceRevoked;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every state and command, and what comes of it. */
final class TransitionTable {
  private static final String AT_DEADLINE = "at the deadline";
  private static final String FOREIGN_KEY = "another challenge key";

  private TransitionTable() {}

  static List<Transition> all() {
    List<Transition> all = new ArrayList<>();
    all.addAll(creations());
    all.addAll(retrievals());
    all.addAll(proofs());
    all.addAll(endings());
    for (Stage stage : Stage.values()) {
      all.addAll(devices(stage));
    }
    return all;
  }

  private static List<Transition> creations() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(CREATED);
    lines.add(
        in(ABSENT, creation(), now)
            .answered(
                OperationChanged.class, CHALLENGED, OperationCreated.class, ChallengeIssued.class));
    lines.add(
        in(ABSENT, creation(Optional.of(Duration.ofMillis(999))), now)
            .when("time to live out of range")
            .refused(Reason.INVALID_REQUEST));
    lines.add(
        in(ABSENT, creation(), now)
            .when("no active device")
            .of(UserState.unknown(USER))
            .refused(Reason.NO_ELIGIBLE_CREDENTIAL));
    lines.add(
        in(ABSENT, creation(), now)
            .when("as many open as the policy allows")
            .of(userWithDevices().withOpenOperations(2))
            .refused(Reason.TOO_MANY_PENDING));
    for (Stage stage : others(ABSENT)) {
      lines.add(in(stage, creation(), now).refused(Reason.OPERATION_EXISTS));
      lines.add(
          in(stage, creation(Optional.of(Duration.ofMinutes(11))), now)
              .when("time to live out of range")
              .refused(Reason.INVALID_REQUEST));
    }
    return lines;
  }

  private static List<Transition> retrievals() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    RetrieveChallenge retrieve = retrieve(TABLET, IN_TIME);
    RetrieveChallenge late = retrieve(TABLET, DEADLINE);
    RetrieveChallenge abandoned =
        new RetrieveChallenge(
            retrieve.challengeKey(), TABLET, IN_TIME, Optional.of(IN_TIME.minusMillis(1)));
    RetrieveChallenge foreign =
        new RetrieveChallenge(Fixtures.challengeKey(2), TABLET, IN_TIME, Optional.empty());
    for (Stage stage : Stage.values()) {
      lines.add(in(stage, abandoned, now).when("the asker has gone").refused(Reason.ABANDONED));
      lines.add(in(stage, foreign, now).when(FOREIGN_KEY).refused(Reason.CHALLENGE_UNKNOWN));
      lines.add(
          in(stage, retrieve("unknown", IN_TIME), now)
              .when("no active device of the user")
              .refused(Reason.CHALLENGE_UNKNOWN));
    }
    for (Stage stage : List.of(ABSENT, PENDING, RETRIEVED, APPROVED, CANCELLED, FAILED)) {
      lines.add(in(stage, retrieve, now).refused(Reason.CHALLENGE_UNKNOWN));
    }
    lines.add(in(EXPIRED, retrieve, now).refused(Reason.DEADLINE_PASSED));
    lines.add(
        in(CHALLENGED, retrieve, now)
            .answered(ChallengeHandedOut.class, RETRIEVED, ChallengeRetrieved.class));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(stage, late, now)
              .when(AT_DEADLINE)
              .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    }
    return lines;
  }

  private static List<Transition> proofs() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    SubmitProof right = submit(proof(PHONE_KEYS), IN_TIME);
    SubmitProof late = submit(proof(PHONE_KEYS), DEADLINE);
    SubmitProof wrong = submit(WRONG_PROOF, IN_TIME);
    SubmitProof foreign = new SubmitProof(Fixtures.challengeKey(2), proof(PHONE_KEYS), IN_TIME);
    for (Stage stage : Stage.values()) {
      lines.add(in(stage, foreign, now).when(FOREIGN_KEY).refused(Reason.CHALLENGE_UNKNOWN));
    }
    for (Stage stage : List.of(ABSENT, PENDING, CHALLENGED)) {
      lines.add(in(stage, right, now).refused(Reason.CHALLENGE_UNKNOWN));
    }
    for (Stage stage : List.of(APPROVED, CANCELLED, FAILED)) {
      lines.add(in(stage, right, now).refused(Reason.OPERATION_CLOSED));
    }
    lines.add(in(EXPIRED, right, now).refused(Reason.DEADLINE_PASSED));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(stage, late, now)
              .when(AT_DEADLINE)
              .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    }
    lines.add(
        in(RETRIEVED, right, now)
            .when("the proof verifies")
            .answered(ProofAccepted.class, APPROVED, OperationApproved.class));
    lines.add(
        in(RETRIEVED, wrong, now)
            .when("the proof does not verify")
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class));
    lines.add(
        in(RETRIEVED, submit(proof(TABLET_KEYS), IN_TIME), now)
            .when("the proof is another device's")
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class));
    lines.add(
        in(RETRIEVED, right, now)
            .when("the device is revoked")
            .of(
                userWithDevices()
                    .with(PHONE_KEYS.registered(CREATED).revoked(CREATED))
                    .withOpenOperations(1))
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class));
    lines.add(
        in(RETRIEVED, wrong, facts(IN_TIME, onlyOneProof()))
            .when("the proof does not verify and is the last one allowed")
            .refused(
                Reason.TOO_MANY_FAILED_PROOFS, FAILED, ProofRejected.class, OperationFailed.class));
    return lines;
  }

  private static List<Transition> endings() {
    List<Transition> lines = new ArrayList<>();
    ExpireOperation expire = new ExpireOperation();
    lines.add(in(ABSENT, cancel(IN_TIME), facts(IN_TIME)).refused(Reason.OPERATION_UNKNOWN));
    lines.add(in(ABSENT, expire, facts(DEADLINE)).answered(NothingToDo.class, ABSENT));
    for (Stage stage : Stage.values()) {
      if (stage.open()) {
        lines.add(
            in(stage, cancel(IN_TIME), facts(IN_TIME))
                .answered(OperationChanged.class, CANCELLED, OperationCancelled.class));
        lines.add(
            in(stage, cancel(DEADLINE), facts(DEADLINE))
                .when(AT_DEADLINE)
                .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
        lines.add(
            in(stage, expire, facts(DEADLINE))
                .when(AT_DEADLINE)
                .answered(NothingToDo.class, EXPIRED, OperationExpired.class));
        lines.add(
            in(stage, expire, facts(IN_TIME))
                .when("before the deadline")
                .answered(NothingToDo.class, stage));
      } else if (stage.closed()) {
        lines.add(in(stage, cancel(IN_TIME), facts(IN_TIME)).refused(Reason.OPERATION_CLOSED));
        lines.add(in(stage, expire, facts(DEADLINE)).answered(NothingToDo.class, stage));
      }
    }
    return lines;
  }

  private static List<Transition> devices(Stage stage) {
    Facts now = facts(IN_TIME);
    int open = stage.open() ? 1 : 0;
    UserState revoked =
        userWithDevices()
            .with(PHONE_KEYS.registered(CREATED).revoked(CREATED))
            .withOpenOperations(open);
    return List.of(
        in(stage, register("VDS3-3"), now)
            .answered(DeviceChanged.class, stage, DeviceRegistered.class),
        in(stage, register(PHONE), now)
            .when("the serial number is taken")
            .refused(Reason.DEVICE_EXISTS),
        in(stage, register("VDS3-3"), now)
            .when("as many devices as a user can have")
            .of(userWithMostDevices().withOpenOperations(open))
            .refused(Reason.TOO_MANY_DEVICES),
        in(stage, revoke(PHONE), now).answered(DeviceChanged.class, stage, DeviceRevoked.class),
        in(stage, revoke(PHONE), now)
            .when("the device is revoked already")
            .of(revoked)
            .answered(DeviceChanged.class, stage),
        in(stage, revoke("unknown"), now)
            .when("the device is unknown")
            .refused(Reason.DEVICE_UNKNOWN));
  }

  static UserState userWithMostDevices() {
    UserState user = UserState.unknown(USER);
    for (int number = 0; number < UserState.MOST_DEVICES; number++) {
      user = user.with(PHONE_KEYS.named("device-" + number).registered(CREATED));
    }
    return user;
  }

  static Policy onlyOneProof() {
    return Fixtures.policy().maximumFailedProofs(1).build();
  }

  private static RegisterDevice register(String serialNumber) {
    return new RegisterDevice(
        serialNumber, TABLET_KEYS.signingKey(), TABLET_KEYS.encryptionKey(), IN_TIME);
  }

  private static List<Stage> others(Stage stage) {
    return Arrays.stream(Stage.values()).filter(other -> other != stage).toList();
  }
}
