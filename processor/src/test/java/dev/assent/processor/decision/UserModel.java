package dev.assent.processor.decision;

import dev.assent.schemas.model.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * What Assent promises about one user, told once more in the plainest way: mutable fields, times in
 * milliseconds, and whether a proof is genuine known from how it was made instead of verified.
 */
final class UserModel {
  static final String DONE = "DONE";
  static final String NOTHING = "NOTHING";

  private final int maximumFailedProofs;
  private final int maximumPending;
  final Map<String, ModelOperation> operations = new HashMap<>();
  final Map<String, Boolean> devices = new HashMap<>();

  UserModel(int maximumFailedProofs, int maximumPending) {
    this.maximumFailedProofs = maximumFailedProofs;
    this.maximumPending = maximumPending;
  }

  long open() {
    return operations.values().stream().filter(operation -> operation.stage.open()).count();
  }

  Stage stage(String operationId) {
    ModelOperation operation = operations.get(operationId);
    return operation == null ? Stage.ABSENT : operation.stage;
  }

  String create(String operationId, long receivedAt, long timeToLive, int challenge) {
    if (timeToLive < 1_000 || timeToLive > 600_000) {
      return Reason.INVALID_REQUEST.name();
    }
    if (operations.containsKey(operationId)) {
      return Reason.OPERATION_EXISTS.name();
    }
    if (!devices.containsValue(true)) {
      return Reason.NO_ELIGIBLE_CREDENTIAL.name();
    }
    if (open() >= maximumPending) {
      return Reason.TOO_MANY_PENDING.name();
    }
    operations.put(operationId, new ModelOperation(receivedAt + timeToLive, challenge));
    return DONE;
  }

  String retrieve(
      String operationId, int challenge, String device, long receivedAt, boolean abandoned) {
    ModelOperation operation = operations.get(operationId);
    if (abandoned) {
      return Reason.ABANDONED.name();
    }
    if (operation == null || operation.challenge != challenge || !active(device)) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage == Stage.EXPIRED || expires(operation, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    if (operation.stage != Stage.CHALLENGED) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    operation.stage = Stage.RETRIEVED;
    operation.holder = device;
    return DONE;
  }

  /**
   * Submits a proof.
   *
   * @param genuine whether it was made by the device that it is said to be of, over this operation
   */
  String submit(
      String operationId, int challenge, String signer, boolean genuine, long receivedAt) {
    ModelOperation operation = operations.get(operationId);
    if (operation == null || operation.challenge != challenge) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage == Stage.EXPIRED || expires(operation, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    if (operation.stage == Stage.CHALLENGED) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage != Stage.RETRIEVED) {
      return Reason.OPERATION_CLOSED.name();
    }
    if (genuine && operation.holder.equals(signer) && active(signer)) {
      operation.stage = Stage.APPROVED;
      return DONE;
    }
    operation.failedProofs++;
    if (operation.failedProofs == maximumFailedProofs) {
      operation.stage = Stage.FAILED;
      return Reason.TOO_MANY_FAILED_PROOFS.name();
    }
    return Reason.PROOF_INVALID.name();
  }

  String cancel(String operationId, long receivedAt) {
    ModelOperation operation = operations.get(operationId);
    if (operation == null) {
      return Reason.OPERATION_UNKNOWN.name();
    }
    if (operation.stage.closed()) {
      return Reason.OPERATION_CLOSED.name();
    }
    if (expires(operation, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    operation.stage = Stage.CANCELLED;
    return DONE;
  }

  String expire(String operationId, long now) {
    ModelOperation operation = operations.get(operationId);
    if (operation != null) {
      expires(operation, now);
    }
    return NOTHING;
  }

  String register(String device) {
    // a device has the same keys each time here: the same registration is done already
    return devices.computeIfAbsent(device, _ -> true) ? DONE : Reason.DEVICE_EXISTS.name();
  }

  String revoke(String device) {
    return devices.replace(device, false) == null ? Reason.DEVICE_UNKNOWN.name() : DONE;
  }

  private boolean active(String device) {
    return devices.getOrDefault(device, false);
  }

  private static boolean expires(ModelOperation operation, long at) {
    if (operation.stage.open() && at >= operation.deadline) {
      operation.stage = Stage.EXPIRED;
      return true;
    }
    return false;
  }
}
