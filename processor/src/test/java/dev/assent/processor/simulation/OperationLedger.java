package dev.assent.processor.simulation;

import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is committed about operations, credentials and users. */
final class OperationLedger {
  private static final Map<OperationState, Set<OperationState>> EXITS =
      Map.of(
          OperationState.PENDING, Set.of(),
          OperationState.CHALLENGED, Set.of(OperationState.RETRIEVED),
          OperationState.RETRIEVED,
              Set.of(
                  OperationState.RETRIEVED,
                  OperationState.APPROVED,
                  OperationState.DECLINED,
                  OperationState.FAILED),
          OperationState.DISPATCHED,
              Set.of(
                  OperationState.DISPATCHED,
                  OperationState.AWAITING_USER,
                  OperationState.UNKNOWN_AT_PROVIDER,
                  OperationState.APPROVED,
                  OperationState.DECLINED,
                  OperationState.FAILED),
          OperationState.UNKNOWN_AT_PROVIDER,
              Set.of(
                  OperationState.UNKNOWN_AT_PROVIDER,
                  OperationState.AWAITING_USER,
                  OperationState.APPROVED,
                  OperationState.DECLINED,
                  OperationState.FAILED),
          OperationState.AWAITING_USER,
              Set.of(
                  OperationState.AWAITING_USER,
                  OperationState.APPROVED,
                  OperationState.DECLINED,
                  OperationState.FAILED));

  /** Events of one decision at the most: found at the provider, and answered at once. */
  private static final int MOST_EVENTS = 2;

  private final EvidenceCheck evidence;
  private final Map<String, OperationSnapshot> live = new LinkedHashMap<>();
  private final Map<String, OperationSnapshot> published = new HashMap<>();
  private final Map<String, OperationResult> results = new HashMap<>();
  private final Map<String, CredentialSnapshot> credentials = new HashMap<>();
  private final Map<String, UserLedger> users = new LinkedHashMap<>();
  private final Map<String, String> challenges = new HashMap<>();
  private final Set<String> handedOver = new HashSet<>();
  private final Set<String> existed = new HashSet<>();
  private final Set<String> withoutResult = new LinkedHashSet<>();

  OperationLedger(Truth truth) {
    this.evidence = new EvidenceCheck(truth, this);
  }

  void snapshot(String key, OperationSnapshot next) {
    OperationSnapshot last = live.put(key, next);
    if (last == null) {
      created(key, next);
    } else {
      changed(key, last, next);
    }
    existed.add(next.getOperationId());
    published.put(key + "#" + next.getSequence(), next);
    user(next.getUserId()).snapshot(key, last, next);
    if (next.getDecidedAt() != null) {
      withoutResult.add(key);
    }
  }

  private void created(String key, OperationSnapshot next) {
    Check.that(
        live.keySet().stream()
            .filter(other -> !other.equals(key))
            .noneMatch(other -> live.get(other).getOperationId().equals(next.getOperationId())),
        "an operation id that belongs to two users: %s",
        key);
    Check.that(
        next.getSequence() <= MOST_EVENTS
            && (next.getState() == OperationState.CHALLENGED
                || next.getState() == OperationState.DISPATCHED
                || (next.getState() == OperationState.PENDING
                    && new UserKey(next.getTenant(), next.getUserId()).isUnassigned())),
        "an operation does not begin so: %s",
        next);
    if (next.getChallengeKey() != null) {
      Check.that(
          challenges.put(next.getChallengeKey(), key) == null,
          "a challenge key was issued twice: %s",
          key);
    }
  }

  private static void changed(String key, OperationSnapshot last, OperationSnapshot next) {
    Check.that(last.getDecidedAt() == null, "a terminal state changed: %s", key);
    Check.that(
        next.getState() == OperationState.CANCELLED
            || next.getState() == OperationState.EXPIRED
            || EXITS.get(last.getState()).contains(next.getState()),
        "no way leads from %s to %s: %s",
        last.getState(),
        next.getState(),
        key);
    long events = next.getSequence() - last.getSequence();
    Check.that(
        events >= 1 && events <= MOST_EVENTS, "a gap of %d in the sequence of %s", events, key);
    Check.that(
        next.getUserSequence() > last.getUserSequence(), "the user's sequence went back: %s", key);
    Check.that(fixed(last).equals(fixed(next)), "what is fixed changed: %s to %s", last, next);
    Check.that(
        last.getRetrievedBy() == null || last.getRetrievedBy().equals(next.getRetrievedBy()),
        "the challenge went to another device: %s",
        key);
    Check.that(
        (next.getSignature() == null && next.getApprovalToken() == null)
            || next.getState() == OperationState.APPROVED,
        "a signature of what is not approved was published: %s",
        key);
  }

  /** The part of an operation that never changes. */
  private static OperationSnapshot fixed(OperationSnapshot snapshot) {
    return OperationSnapshot.newBuilder(snapshot)
        .setState(OperationState.PENDING)
        .setRetrievedBy(null)
        .setFailedProofs(0)
        .setReason(null)
        .setDecidedAt(null)
        .setSequence(0)
        .setUserSequence(0)
        .setSignature(null)
        .setCertificate(null)
        .setApprovalToken(null)
        .setProviderCode(null)
        .build();
  }

  void forgotten(String key) {
    OperationSnapshot last = live.remove(key);
    Check.that(last != null, "what is not known cannot be forgotten: %s", key);
    boolean handsOver = last.getState() == OperationState.PENDING;
    Check.that(
        handsOver || last.getDecidedAt() != null, "an open operation was forgotten: %s", key);
    if (handsOver) {
      handedOver.add(last.getOperationId());
    }
    user(last.getUserId()).forgotten(key);
    results.remove(key);
  }

  void result(OperationResult result) {
    String key = key(result.getUserId(), result.getOperationId());
    Check.that(results.put(key, result) == null, "a second result of %s", key);
    OperationSnapshot snapshot = live.get(key);
    Check.that(
        snapshot != null
            && result.getOutcome().name().equals(snapshot.getState().name())
            && result.getReason().equals(snapshot.getReason())
            && result.getDecidedAt().equals(snapshot.getDecidedAt())
            && result.getSequence() == snapshot.getSequence()
            && Objects.equals(result.getProviderCode(), snapshot.getProviderCode())
            && Objects.equals(result.getApprovalToken(), snapshot.getApprovalToken()),
        "a result that contradicts its operation: %s",
        key);
    boolean inTime = result.getDecidedAt().isBefore(snapshot.getExpiresAt());
    boolean ofOurs =
        result.getOutcome() == ResultOutcome.EXPIRED
            && !result.getReason().equals(Reason.EXPIRED_AT_PROVIDER.name());
    Check.that(
        ofOurs ? !inTime : inTime,
        "%s at the wrong side of the deadline: %s",
        result.getReason(),
        key);
    evidence.check(snapshot, result);
    user(result.getUserId()).result(result);
    withoutResult.remove(key);
  }

  void credential(CredentialSnapshot credential) {
    credentials.put(credential.getUserId() + "/" + credential.getSerialNumber(), credential);
  }

  /** A credential that can be used now. */
  Optional<CredentialSnapshot> usable(String userId, String credentialId) {
    return Optional.ofNullable(credentials.get(userId + "/" + credentialId))
        .filter(credential -> credential.getState() == CredentialState.ACTIVE);
  }

  Optional<CredentialSnapshot> credential(String userId, String credentialId) {
    return Optional.ofNullable(credentials.get(userId + "/" + credentialId));
  }

  /** The tenant has lifted what was held against the user. */
  void unlocked(String userId) {
    user(userId).unlocked();
  }

  void transactionEnds() {
    Check.that(withoutResult.isEmpty(), "closed without a result: %s", withoutResult);
    users.values().forEach(UserLedger::transactionEnds);
  }

  OperationSnapshot latest(String userId, String operationId) {
    return live.get(key(userId, operationId));
  }

  /** The operation that a challenge is of. */
  Optional<OperationSnapshot> ofChallenge(String challengeKey) {
    return Optional.ofNullable(challenges.get(challengeKey)).map(live::get);
  }

  /** Whether exactly this was published. */
  boolean wasPublished(OperationSnapshot snapshot) {
    String key = key(snapshot.getUserId(), snapshot.getOperationId());
    OperationSnapshot known = published.get(key + "#" + snapshot.getSequence());
    return known != null && withoutUser(known).equals(withoutUser(snapshot));
  }

  /** The user's other operations move the user's sequence on. */
  private static OperationSnapshot withoutUser(OperationSnapshot snapshot) {
    return OperationSnapshot.newBuilder(snapshot).setUserSequence(0).build();
  }

  boolean everExisted(String operationId) {
    return existed.contains(operationId);
  }

  boolean wasHandedOver(String operationId) {
    return handedOver.contains(operationId);
  }

  /** Keys of the operations that are open. */
  Set<String> open() {
    Set<String> open = new TreeSet<>();
    live.forEach(
        (key, snapshot) -> {
          if (snapshot.getDecidedAt() == null) {
            open.add(key);
          }
        });
    return open;
  }

  /** No operation may be open any more. */
  void complete() {
    live.forEach(
        (key, snapshot) ->
            Check.that(snapshot.getDecidedAt() != null, "never came to an end: %s", snapshot));
  }

  private UserLedger user(String userId) {
    return users.computeIfAbsent(userId, id -> new UserLedger(id, this));
  }

  private static String key(String userId, String operationId) {
    return new UserKey(Simulation.TENANT, userId).text(operationId);
  }
}
