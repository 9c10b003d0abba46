package dev.assent.processor.decision;

import dev.assent.processor.decision.ModelCredential.Kind;
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
  static final long NO_AGE = Long.MAX_VALUE;

  private static final long DAY = 24 * 3_600_000L;

  private final Policy policy;
  final Map<String, ModelOperation> operations = new HashMap<>();
  final Map<String, ModelCredential> credentials = new HashMap<>();
  int mostConsecutive;
  int failures;
  int failuresSinceLock;
  long lockedUntil;
  int refusals;
  long coolDownUntil;

  UserModel(Policy policy) {
    this.policy = policy;
    mostConsecutive = policy.maximumConsecutiveFailedProofs();
  }

  long open() {
    return operations.values().stream().filter(operation -> operation.stage.open()).count();
  }

  Stage stage(String operationId) {
    ModelOperation operation = operations.get(operationId);
    return operation == null ? Stage.ABSENT : operation.stage;
  }

  /**
   * Creates an operation.
   *
   * @param asked as it is to be
   * @param timeToLive as it was asked for
   */
  String create(
      String operationId, ModelOperation asked, long receivedAt, long timeToLive, boolean quota) {
    if (timeToLive < 1_000 || timeToLive > 600_000) {
      return Reason.INVALID_REQUEST.name();
    }
    if (operations.containsKey(operationId)) {
      return Reason.OPERATION_EXISTS.name();
    }
    if (receivedAt < lockedUntil) {
      return locked();
    }
    boolean eligible =
        credentials.values().stream()
            .anyMatch(credential -> credential.usable(receivedAt) && serves(credential, asked));
    if (!eligible) {
      return Reason.NO_ELIGIBLE_CREDENTIAL.name();
    }
    if (receivedAt < coolDownUntil) {
      return Reason.COOLING_DOWN + "@" + coolDownUntil;
    }
    ModelOperation rival =
        operations.values().stream()
            .filter(operation -> operation.stage.open())
            .filter(operation -> !asked.scope.isEmpty() && operation.scope.equals(asked.scope))
            .findFirst()
            .orElse(null);
    if (open() - (rival == null ? 0 : 1) >= policy.maximumPending()) {
      return Reason.TOO_MANY_PENDING.name();
    }
    if (!quota && rival == null) {
      return Reason.QUOTA_EXCEEDED.name();
    }
    if (rival != null) {
      rival.stage = receivedAt >= rival.deadline ? Stage.EXPIRED : Stage.CANCELLED;
    }
    operations.put(operationId, asked);
    return DONE;
  }

  private static boolean serves(ModelCredential credential, ModelOperation operation) {
    return switch (credential.kind) {
      case SIGNER -> operation.takesPin;
      case TOKEN -> operation.takesOcra;
      case PROVIDER -> operation.challenge == ModelOperation.NO_CHALLENGE;
    };
  }

  /**
   * A device asks for its challenge.
   *
   * @param maximumAge at which the operation is too old for the asker
   */
  String retrieve(
      String operationId,
      int challenge,
      String device,
      long maximumAge,
      long receivedAt,
      boolean abandoned) {
    ModelOperation operation = operations.get(operationId);
    ModelCredential credential = credentials.get(device);
    if (abandoned) {
      return Reason.ABANDONED.name();
    }
    if (operation == null
        || operation.challenge != challenge
        || credential == null
        || !credential.usable(receivedAt)) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage == Stage.EXPIRED
        || expires(operation, receivedAt)
        || isTooOld(operation, maximumAge, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    if (operation.stage != Stage.CHALLENGED || !serves(credential, operation)) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (receivedAt < lockedUntil) {
      return locked();
    }
    operation.stage = Stage.RETRIEVED;
    operation.holder = device;
    return DONE;
  }

  /**
   * A proof by a device.
   *
   * @param maximumAge as for {@link #retrieve}
   */
  String submit(
      String operationId, int challenge, ModelProof proof, long maximumAge, long receivedAt) {
    String refused = presented(operationId, challenge, maximumAge, "", receivedAt);
    if (!refused.isEmpty()) {
      return refused;
    }
    ModelOperation operation = operations.get(operationId);
    if (!genuine(credentials.get(operation.holder), operation.holder, proof, receivedAt)) {
      return failed(operation, receivedAt);
    }
    operation.stage = Stage.APPROVED;
    failures = 0;
    failuresSinceLock = 0;
    refusals = 0;
    coolDownUntil = 0;
    return DONE;
  }

  /**
   * A refusal by a device.
   *
   * @param holder the device that says it retrieved the challenge; empty where none says so
   */
  String decline(
      String operationId,
      int challenge,
      ModelProof proof,
      String reason,
      String holder,
      long receivedAt) {
    String refused = presented(operationId, challenge, NO_AGE, holder, receivedAt);
    if (!refused.isEmpty()) {
      return refused;
    }
    ModelOperation operation = operations.get(operationId);
    ModelCredential credential = credentials.get(operation.holder);
    if (!genuine(credential, operation.holder, proof, receivedAt)) {
      return holder.isEmpty() || credential.kind == Kind.TOKEN
          ? failed(operation, receivedAt)
          : Reason.PROOF_INVALID.name();
    }
    operation.stage = Stage.DECLINED;
    if (reason.equals("NOT_ME")) {
      lock(receivedAt, policy.lockDuration().toMillis());
    }
    refuse(receivedAt);
    return DONE;
  }

  /** Why an answer is refused before it is looked at; empty where it is not. */
  private String presented(
      String operationId, int challenge, long maximumAge, String holder, long receivedAt) {
    ModelOperation operation = operations.get(operationId);
    if (operation == null || operation.challenge != challenge) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage == Stage.EXPIRED || expires(operation, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    boolean open = operation.stage == Stage.CHALLENGED || operation.stage == Stage.RETRIEVED;
    if (open && isTooOld(operation, maximumAge, receivedAt)) {
      return Reason.DEADLINE_PASSED.name();
    }
    if (open && !holder.isEmpty() && !holder.equals(operation.holder)) {
      return Reason.CHALLENGE_NOT_HELD.name();
    }
    if (operation.stage == Stage.CHALLENGED) {
      return Reason.CHALLENGE_UNKNOWN.name();
    }
    if (operation.stage != Stage.RETRIEVED) {
      return Reason.OPERATION_CLOSED.name();
    }
    return receivedAt < lockedUntil ? locked() : "";
  }

  private static boolean isTooOld(ModelOperation operation, long maximumAge, long at) {
    return operation.stage.open() && at - operation.created >= maximumAge;
  }

  private static boolean genuine(
      ModelCredential holder, String serialNumber, ModelProof proof, long receivedAt) {
    if (!holder.usable(receivedAt)) {
      return false;
    }
    boolean sound = proof.sound() && proof.signer().equals(serialNumber);
    if (holder.kind != Kind.TOKEN) {
      return sound;
    }
    return proof.secretIsThere() && holder.takes(sound ? proof.counter() : ModelCredential.NONE);
  }

  private String failed(ModelOperation operation, long at) {
    operation.failedProofs++;
    failures++;
    failuresSinceLock++;
    if (failuresSinceLock >= mostConsecutive) {
      operation.stage = Stage.FAILED;
      long duration = policy.lockDuration().toMillis();
      for (int set = 1; set < failures / mostConsecutive; set++) {
        duration = Math.min(2 * duration, DAY);
      }
      lock(at, duration);
      return locked();
    }
    if (operation.failedProofs == policy.maximumFailedProofs()) {
      operation.stage = Stage.FAILED;
      return Reason.TOO_MANY_FAILED_PROOFS.name();
    }
    return Reason.PROOF_INVALID.name();
  }

  private void lock(long at, long duration) {
    lockedUntil = at + duration;
    failuresSinceLock = 0;
  }

  private String locked() {
    return Reason.USER_LOCKED + "@" + lockedUntil;
  }

  /** What a provider reports; nobody is answered. */
  String report(String operationId, ModelOutcome outcome, long receivedAt, long now) {
    ModelOperation operation = operations.get(operationId);
    if (operation == null
        || !operation.stage.atProvider()
        || !outcome.ofThis()
        || (outcome.ofCall() && outcome.attempt() != operation.attempt)
        || expires(operation, receivedAt)) {
      return NOTHING;
    }
    switch (outcome.kind()) {
      case ACCEPTED -> {
        if (operation.stage != Stage.AWAITING_USER) {
          operation.stage = Stage.AWAITING_USER;
          operation.nextStep = now + 3_000;
        }
      }
      case STILL_PENDING -> {
        operation.stage = Stage.AWAITING_USER;
        operation.nextStep = now + 3_000;
      }
      case SIGNED -> {
        boolean usable = credentials.get(ModelRun.PROVIDER).usable(receivedAt);
        boolean believed = outcome.genuine() && usable && receivedAt >= lockedUntil;
        operation.stage = believed ? Stage.APPROVED : Stage.FAILED;
        if (operation.stage == Stage.APPROVED) {
          refusals = 0;
          coolDownUntil = 0;
        }
      }
      case DECLINED -> {
        operation.stage = Stage.DECLINED;
        refuse(receivedAt);
      }
      case REFUSED, UNAWARE -> operation.stage = Stage.FAILED;
      case EXPIRED_THERE -> {
        operation.stage = Stage.EXPIRED;
        refuse(receivedAt);
      }
      case UNREACHABLE -> operation.nextStep = now + retry(operation.attempt);
      case ANSWER_LOST -> {
        if (operation.stage == Stage.DISPATCHED) {
          operation.stage = Stage.UNKNOWN_AT_PROVIDER;
        }
        operation.nextStep = now + retry(operation.attempt);
      }
    }
    return NOTHING;
  }

  /**
   * A second, doubled with each call up to half a minute, of which jitter leaves three quarters.
   */
  private static long retry(int attempt) {
    return Math.min(1_000L << (attempt - 1), 30_000) * 3 / 4;
  }

  String proceed(String operationId, long now) {
    ModelOperation operation = operations.get(operationId);
    if (operation == null
        || !operation.stage.atProvider()
        || operation.nextStep == ModelOperation.NEVER
        || now < operation.nextStep
        || expires(operation, now)) {
      return NOTHING;
    }
    operation.attempt++;
    operation.nextStep = operation.stage == Stage.DISPATCHED ? ModelOperation.NEVER : now + 30_000;
    return NOTHING;
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

  String unlock() {
    failures = 0;
    failuresSinceLock = 0;
    lockedUntil = 0;
    refusals = 0;
    coolDownUntil = 0;
    return DONE;
  }

  /** Each credential is the same each time here: the same registration is done already. */
  String register(String id, ModelCredential credential) {
    ModelCredential known = credentials.putIfAbsent(id, credential);
    return known == null || !known.revoked ? DONE : Reason.DEVICE_EXISTS.name();
  }

  String revoke(String id) {
    ModelCredential known = credentials.get(id);
    if (known == null) {
      return Reason.DEVICE_UNKNOWN.name();
    }
    known.revoked = true;
    return DONE;
  }

  private boolean expires(ModelOperation operation, long at) {
    if (operation.stage.open() && at >= operation.deadline) {
      operation.stage = Stage.EXPIRED;
      refuse(at);
      return true;
    }
    return false;
  }

  private void refuse(long at) {
    refusals++;
    int beyond = refusals - policy.toleratedRefusals();
    if (beyond > 0) {
      long coolDown = policy.coolDown().toMillis();
      for (int more = 1; more < beyond; more++) {
        coolDown = Math.min(2 * coolDown, policy.longestCoolDown().toMillis());
      }
      coolDownUntil = at + coolDown;
    }
  }
}
