package dev.assent.processor.decision;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationCancelled;
import dev.assent.processor.decision.Event.OperationClosed;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationSuperseded;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Event.TransactionQueued;
import dev.assent.processor.decision.Event.TransactionStarted;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.processor.decision.Event.UserUnlocked;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold after each step, most valuable first (the order of the security requirements,
 * section 10), with counts of its own.
 */
final class UserInvariants {
  private final Map<String, byte[]> shown = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> closed = new HashSet<>();
  private int failuresInARow;
  private Instant lockedUntil = Instant.MIN;

  void check(
      String operationId,
      State before,
      Command command,
      Facts facts,
      Decision decision,
      State after,
      Map<String, OperationState> operations) {
    noteWhatIsShown(operationId, before, decision, after);
    for (Event event : decision.events()) {
      if (event instanceof OperationApproved approved) {
        checkProofVerifies(operationId, before, command, approved.evidence());
        checkAcceptedOnce(command, approved.evidence());
        checkNeverFailsOpen(facts, approved.evidence());
        checkNotRevoked(before, command, approved.evidence());
      }
      checkFailures(command, event);
      checkClosedOnce(operationId, event);
    }
    if (decision.events().isEmpty()) {
      holds(after.equals(before), "no event, no change");
      return;
    }
    checkSequences(before, decision, after);
    checkTime(before, command, decision);
    checkCounts(before, decision, after, facts.policy(), operations);
  }

  private void noteWhatIsShown(String operationId, State before, Decision decision, State after) {
    if (decision.answer() instanceof ChallengeHandedOut handOut) {
      boolean toUsableDevice =
          before.user().credentials().values().stream()
              .filter(Device.class::isInstance)
              .map(Device.class::cast)
              .filter(device -> device.status().active())
              .anyMatch(device -> device.encryptionKey().equals(handOut.recipient()));
      holds(toUsableDevice, "CR-7: a challenge is handed to an active device of the user");
      byte[] first = shown.put(operationId, handOut.document().canonical());
      holds(first == null, "a challenge is handed out once");
    }
    for (Event event : decision.events()) {
      switch (event) {
        case TransactionStarted(Transaction transaction) ->
            noteWhatIsSent(operationId, transaction, after);
        case TransactionQueued(Transaction transaction) ->
            noteWhatIsSent(operationId, transaction, after);
        case Event _ -> {}
      }
    }
  }

  private void noteWhatIsSent(String operationId, Transaction transaction, State after) {
    Operation operation = ((Open) after.operation()).operation();
    shown.put(operationId, transaction.document(operation).canonical());
  }

  /** DL-3, DL-4 and EI-3: the user's own proof, over just what was shown and entered. */
  private void checkProofVerifies(
      String operationId, State before, Command command, Evidence evidence) {
    byte[] document = shown.get(operationId);
    Operation operation = ((Open) before.operation()).operation();
    holds(
        Arrays.equals(evidence.document().canonical(), document),
        "DL-3: what was shown is what is proved");
    boolean verifies =
        switch (evidence) {
          case Evidence.DeviceSignature signature ->
              command instanceof Command.SubmitProof submit
                  && before.operation() instanceof Retrieved retrieved
                  && signature.serialNumber().equals(retrieved.serialNumber())
                  && submit.proof().equals(signature.proof())
                  && signature.entered().equals(operation.matchingValue())
                  && ProofCheck.verifies(signature, document);
          case Evidence.OcraResponse response ->
              command instanceof Command.SubmitProof submit
                  && before.operation() instanceof Retrieved retrieved
                  && response.serialNumber().equals(retrieved.serialNumber())
                  && ProofCheck.verifies(
                      before.user().device(response.serialNumber()).orElseThrow(),
                      response,
                      document,
                      operation.matchingValue(),
                      submit.proof());
          case Evidence.ProviderSignature signature ->
              command instanceof Command.RecordOutcome outcome
                  && outcome.outcome() instanceof ProviderOutcome.Signed(ProviderProof proof)
                  && proof.equals(signature.proof())
                  && ProofCheck.verifies(
                      before.user().credentials().get(signature.transaction().credentialId()),
                      proof,
                      document);
        };
    holds(verifies, "DL-4, EI-3: the user's own proof of just this verifies");
    holds(
        operation.proofKinds().contains(evidence.proofKind()),
        "the proof is of a kind that the operation accepts");
  }

  /** SCA-2: neither a proof nor a counter is ever accepted twice. */
  private void checkAcceptedOnce(Command command, Evidence evidence) {
    String proof =
        switch (evidence) {
          case Evidence.DeviceSignature signature -> signature.proof().hexadecimal();
          case Evidence.OcraResponse response -> response.serialNumber() + response.counter();
          case Evidence.ProviderSignature signature -> signature.proof().signature();
        };
    holds(accepted.add(proof), "SCA-2: a code is accepted once, unlike in " + command);
  }

  /** SCA-5: no more than five failures in a row without a lock, and none while locked. */
  private void checkFailures(Command command, Event event) {
    boolean proving = command instanceof Command.SubmitProof;
    switch (event) {
      case ProofRejected _ -> {
        failuresInARow++;
        holds(failuresInARow <= Policy.MOST_FAILED_PROOFS, "SCA-5: five failures, then a lock");
        holds(!receivedAt(command).isBefore(lockedUntil), "SCA-5: no proof counts while locked");
      }
      case OperationApproved _ when proving -> {
        failuresInARow = 0;
        holds(!receivedAt(command).isBefore(lockedUntil), "SCA-5: no proof counts while locked");
      }
      case UserLocked(Instant until) -> {
        failuresInARow = 0;
        lockedUntil = until;
      }
      case UserUnlocked _ -> {
        failuresInARow = 0;
        lockedUntil = Instant.MIN;
      }
      case Event _ -> {}
    }
  }

  /** AS-20: what cannot be checked is not approved. */
  private static void checkNeverFailsOpen(Facts facts, Evidence evidence) {
    if (evidence instanceof Evidence.OcraResponse) {
      boolean secretIsThere =
          facts
              .secrets()
              .open(
                  Fixtures.USER,
                  "token",
                  TestToken.of("token", "OCRA-1:HOTP-SHA256-10:C-QH64").suite(),
                  EncryptedSecret.of(new byte[32]))
              .isPresent();
      holds(secretIsThere, "AS-20: no approval without the secret");
    }
  }

  /** CR-7: a credential that was revoked or has ended proves nothing. */
  private static void checkNotRevoked(State before, Command command, Evidence evidence) {
    String id =
        switch (evidence) {
          case Evidence.DeviceSignature signature -> signature.serialNumber();
          case Evidence.OcraResponse response -> response.serialNumber();
          case Evidence.ProviderSignature signature -> signature.transaction().credentialId();
        };
    CredentialStatus status = before.user().credentials().get(id).status();
    holds(status.revokedAt().isEmpty(), "CR-7: a revoked credential proves nothing");
    holds(
        status.validUntil().map(receivedAt(command)::isBefore).orElse(true),
        "CR-7: a credential proves nothing after its end");
  }

  private void checkClosedOnce(String operationId, Event event) {
    switch (event) {
      case OperationClosed _ -> holds(closed.add(operationId), "an operation is closed once");
      case OperationSuperseded superseded ->
          holds(closed.add(superseded.operationId()), "an operation is superseded once");
      case Event _ -> {}
    }
  }

  private static void checkSequences(State before, Decision decision, State after) {
    holds(
        !(before.operation() instanceof Closed) || after.operation().equals(before.operation()),
        "a closed operation stays");
    holds(
        after.user().sequence() == before.user().sequence() + decision.events().size(),
        "a user's sequence grows by one per event");
    if (!after.operation().equals(before.operation())) {
      holds(
          after.operation().sequence() > before.operation().sequence(),
          "an operation that changes has a higher sequence");
    }
  }

  private static void checkTime(State before, Command command, Decision decision) {
    if (before.operation() instanceof Open open) {
      Instant deadline = open.operation().expiresAt();
      for (Event event : decision.events()) {
        boolean inTimeOnly =
            event instanceof OperationApproved
                || event instanceof OperationCancelled
                || event instanceof ChallengeRetrieved;
        holds(!inTimeOnly || receivedAt(command).isBefore(deadline), "a tie expires");
        holds(
            !(event instanceof OperationExpired expired) || !expired.decidedAt().isBefore(deadline),
            "nothing expires early");
      }
    }
  }

  private static void checkCounts(
      State before,
      Decision decision,
      State after,
      Policy policy,
      Map<String, OperationState> operations) {
    List<Open> open =
        operations.values().stream().filter(Open.class::isInstance).map(Open.class::cast).toList();
    holds(after.user().openOperations() == open.size(), "open operations are counted right");
    holds(open.size() <= policy.maximumPending(), "no more are open than allowed");
    Map<String, String> scopes =
        open.stream()
            .map(Open::operation)
            .filter(operation -> operation.terms().scope().isPresent())
            .collect(
                Collectors.toMap(
                    operation -> operation.terms().scope().get(), Operation::operationId));
    holds(after.user().scopes().equals(scopes), "the scopes are those of open operations");
    int failed =
        switch (after.operation()) {
          case OperationState.Absent _ -> 0;
          case Open one -> one.failures();
          case Closed one -> one.failedProofs();
        };
    holds(failed <= policy.maximumFailedProofs(), "no more proofs fail than allowed");
    holds(
        decision.events().stream().noneMatch(UserLocked.class::isInstance)
            || before.operation() instanceof Retrieved,
        "a lock ends an operation");
  }

  private static Instant receivedAt(Command command) {
    return switch (command) {
      case Command.SubmitProof submit -> submit.receivedAt();
      case Command.DeclineOperation decline -> decline.receivedAt();
      case Command.CancelOperation cancel -> cancel.receivedAt();
      case Command.RetrieveChallenge retrieve -> retrieve.receivedAt();
      case Command.RecordOutcome outcome -> outcome.receivedAt();
      case Command _ -> Instant.MIN;
    };
  }

  private static void holds(boolean condition, String invariant) {
    if (!condition) {
      throw new AssertionError("broken: " + invariant);
    }
  }
}
