package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationClosed;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.EncryptionKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One user's states and events under the real decisions, held to the invariants at each step. */
final class UserHistory {
  private final Policy policy;
  private final Map<String, OperationState> operations = new HashMap<>();
  private final List<Recorded> events = new ArrayList<>();
  private final Set<String> closed = new HashSet<>();
  private final Map<String, byte[]> handedOut = new HashMap<>();
  private UserState user = UserState.unknown(Fixtures.USER);

  private record Recorded(String operationId, Event event) {}

  UserHistory(Policy policy) {
    this.policy = policy;
  }

  UserState user() {
    return user;
  }

  OperationState operation(String operationId) {
    return operations.getOrDefault(operationId, new Absent());
  }

  /** Decides, checks, and takes the events over. */
  Answer decide(String operationId, Command command, Facts facts) {
    State before = new State(user, operation(operationId));
    Decision decision = Decider.decide(before, command, facts);
    State after = Evolution.evolve(before, decision.events());
    checkSequences(before, decision, after);
    checkClosing(operationId, before, decision, after);
    checkTime(before, command, decision);
    checkHandOut(operationId, before, decision);
    decision.events().forEach(event -> events.add(new Recorded(operationId, event)));
    user = after.user();
    if (!(after.operation() instanceof Absent)) {
      operations.put(operationId, after.operation());
    }
    checkCounts();
    return decision.answer();
  }

  private static void checkSequences(State before, Decision decision, State after) {
    long ofOperation =
        decision.events().stream()
            .filter(e -> !(e instanceof Event.DeviceRegistered || e instanceof Event.DeviceRevoked))
            .count();
    check(
        after.user().sequence() == before.user().sequence() + decision.events().size(),
        "a user's sequence grows by one per event");
    check(
        after.operation().sequence() == before.operation().sequence() + ofOperation,
        "an operation's sequence grows by one per event");
    if (decision.events().isEmpty()) {
      assertThat(after).as("no event, no change").isEqualTo(before);
    }
  }

  private void checkClosing(String operationId, State before, Decision decision, State after) {
    if (before.operation() instanceof Closed) {
      assertThat(after.operation()).as("a closed operation stays").isEqualTo(before.operation());
    }
    for (Event event : decision.events()) {
      if (event instanceof OperationClosed) {
        check(closed.add(operationId), "an operation is closed once");
      }
      if (event instanceof OperationApproved approved) {
        checkApproval(operationId, (Retrieved) before.operation(), approved.evidence());
      }
    }
  }

  /** With the JDK's own verifier, over the bytes that were handed out. */
  private void checkApproval(String operationId, Retrieved before, Evidence evidence) {
    byte[] shown = handedOut.get(operationId);
    Device device = user.devices().get(before.serialNumber());
    assertThat(evidence.document().canonical()).as("what was shown").isEqualTo(shown);
    assertThat(evidence.device()).as("the device that retrieved it").isEqualTo(device);
    check(device.active(), "the device is active");
    try {
      Signature verifier = Signature.getInstance(device.signingKey().algorithm().javaName());
      verifier.initVerify(device.signingKey().toPublicKey());
      verifier.update(ApprovalDigest.first(shown));
      check(verifier.verify(evidence.proof().bytes()), "the proof verifies");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the proof verifies", e);
    }
  }

  private static void checkTime(State before, Command command, Decision decision) {
    if (before.operation() instanceof Open open) {
      Instant deadline = open.operation().expiresAt();
      Instant receivedAt =
          switch (command) {
            case Command.SubmitProof submit -> submit.receivedAt();
            case Command.CancelOperation cancel -> cancel.receivedAt();
            case Command.RetrieveChallenge retrieve -> retrieve.receivedAt();
            case Command.CreateOperation _,
                Command.ExpireOperation _,
                Command.RegisterDevice _,
                Command.RevokeDevice _ ->
                Instant.MIN;
          };
      for (Event event : decision.events()) {
        boolean inTimeOnly =
            event instanceof OperationApproved
                || event instanceof OperationCancelled
                || event instanceof ChallengeRetrieved;
        check(!inTimeOnly || receivedAt.isBefore(deadline), "a tie expires");
        check(
            !(event instanceof OperationExpired expired) || !expired.decidedAt().isBefore(deadline),
            "nothing expires early");
      }
    }
  }

  private void checkHandOut(String operationId, State before, Decision decision) {
    if (decision.answer() instanceof ChallengeHandedOut handOut) {
      boolean toActiveDevice =
          before.user().devices().values().stream()
              .filter(Device::active)
              .map(Device::encryptionKey)
              .anyMatch((EncryptionKey key) -> key.equals(handOut.recipient()));
      check(toActiveDevice, "a challenge is handed to an active device of the user");
      byte[] first = handedOut.put(operationId, handOut.document().canonical());
      check(first == null, "a challenge is handed out once");
    }
  }

  private void checkCounts() {
    long open = operations.values().stream().filter(Open.class::isInstance).count();
    check(user.openOperations() == open, "open operations are counted right");
    check(open <= policy.maximumPending(), "there are no more open operations than allowed");
    for (OperationState operation : operations.values()) {
      int failed =
          switch (operation) {
            case Absent _ -> 0;
            case Open o -> o.failedProofs();
            case Closed c -> c.failedProofs();
          };
      check(failed <= policy.maximumFailedProofs(), "no more proofs fail than allowed");
    }
  }

  /** Replays all events from nothing. */
  void checkReplay() {
    UserState replayedUser = UserState.unknown(Fixtures.USER);
    Map<String, OperationState> replayed = new HashMap<>();
    for (Recorded recorded : events) {
      OperationState operation = replayed.getOrDefault(recorded.operationId(), new Absent());
      State next = Evolution.evolve(new State(replayedUser, operation), recorded.event());
      replayedUser = next.user();
      if (!(next.operation() instanceof Absent)) {
        replayed.put(recorded.operationId(), next.operation());
      }
    }
    assertThat(replayedUser).as("the user, replayed").isEqualTo(user);
    assertThat(replayed).as("the operations, replayed").isEqualTo(operations);
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new AssertionError("broken: " + invariant);
    }
  }
}
