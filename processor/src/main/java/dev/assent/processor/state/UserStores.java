package dev.assent.processor.state;

import dev.assent.processor.decision.Credential;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.Ringing;
import dev.assent.processor.decision.Standing;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.UserState;
import dev.assent.schemas.avro.ChallengeRecord;
import dev.assent.schemas.avro.CredentialsRecord;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.OperationRecord;
import dev.assent.schemas.avro.RingingPhone;
import dev.assent.schemas.avro.UserRecord;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Everything about the users of one partition: reads decide, writes are staged. */
public final class UserStores {
  private final SingleObjectSerde<UserRecord> users = SingleObjectSerde.of(UserRecord.class);
  private final SingleObjectSerde<CredentialsRecord> credentials =
      SingleObjectSerde.of(CredentialsRecord.class);
  private final SingleObjectSerde<OperationRecord> operations =
      SingleObjectSerde.of(OperationRecord.class);
  private final SingleObjectSerde<ChallengeRecord> challenges =
      SingleObjectSerde.of(ChallengeRecord.class);
  private final SingleObjectSerde<IdempotencyRecord> attempts =
      SingleObjectSerde.of(IdempotencyRecord.class);

  private final KeyValueStore<String, byte[]> userStore;
  private final KeyValueStore<String, byte[]> credentialStore;
  private final KeyValueStore<String, byte[]> operationStore;
  private final KeyValueStore<String, byte[]> challengeStore;
  private final KeyValueStore<String, byte[]> attemptStore;

  public UserStores(ProcessingContext context) {
    userStore = context.getStateStore(StoreName.USERS);
    credentialStore = context.getStateStore(StoreName.CREDENTIALS);
    operationStore = context.getStateStore(StoreName.OPERATIONS);
    challengeStore = context.getStateStore(StoreName.CHALLENGES);
    attemptStore = context.getStateStore(StoreName.ATTEMPTS);
  }

  /** A write that is encoded already: nothing in it can fail for the value's sake. */
  @SuppressWarnings("ArrayRecordComponent") // carried once, never compared
  public record Write(KeyValueStore<String, byte[]> store, String key, byte[] value) {
    /** Puts the value. */
    public void apply() {
      store.put(key, value);
    }
  }

  /** The user alone. */
  public State user(UserKey user) {
    return new State(loadUser(user), new OperationState.Absent());
  }

  /** The user and one operation. */
  public State operation(UserKey user, String operationId) {
    return new State(loadUser(user), loadOperation(user, operationId));
  }

  /**
   * The user without credentials, and one operation: all that an expiry needs. Reading them is much
   * of what it would read, and it neither asks for them nor changes them.
   */
  public State operationWithoutCredentials(UserKey user, String operationId) {
    UserState withoutCredentials =
        load(userStore, users, user.text())
            .map(record -> userState(user, record, new TreeMap<>()))
            .orElseGet(() -> UserState.unknown(user));
    return new State(withoutCredentials, loadOperation(user, operationId));
  }

  /** The user, one operation, and the open operation of the scope. */
  public State operation(UserKey user, String operationId, String scope) {
    UserState state = loadUser(user);
    return new State(
        state,
        loadOperation(user, operationId),
        Optional.ofNullable(state.scopes().get(scope))
            .filter(rival -> !rival.equals(operationId))
            .map(rival -> loadOperation(user, rival)));
  }

  /** Where an operation stands, without its user. */
  public OperationState standing(UserKey user, String operationId) {
    return loadOperation(user, operationId);
  }

  /** Where the operation of a challenge stands. */
  public Optional<ChallengeRecord> challenge(ChallengeKey key) {
    return load(challengeStore, challenges, key.text());
  }

  /** The first reply to an attempt. */
  public Optional<IdempotencyRecord> attempt(UserKey user, String attempt) {
    return load(attemptStore, attempts, user.text(attempt));
  }

  /** The counters to be kept. */
  public Write writeUser(UserState user) {
    return new Write(
        userStore,
        user.key().text(),
        users.encode(
            new UserRecord(
                user.sequence(),
                user.openOperations(),
                user.standing().consecutiveFailedProofs(),
                user.standing().failedProofsSinceLock(),
                user.standing().lockedUntil().orElse(null),
                user.standing().refusals(),
                user.standing().coolDownUntil().orElse(null),
                user.scopes(),
                user.ringing()
                    .map(call -> new RingingPhone(call.operationId(), call.until()))
                    .orElse(null))));
  }

  /** A user to be forgotten: only a nobody, who has nothing but one operation, ever is. */
  public Write forgetUser(UserKey user) {
    return new Write(userStore, user.text(), null);
  }

  /** The credentials to be kept. */
  public Write writeCredentials(UserState user) {
    CredentialsRecord record =
        CredentialCodec.record(user.key(), user.credentials().values(), user.sequence());
    return new Write(credentialStore, user.key().text(), credentials.encode(record));
  }

  /** The operation to be kept. */
  public Write writeOperation(
      UserKey user, String operationId, OperationState state, long sequence) {
    byte[] value = OperationCodec.record(state, sequence).map(operations::encode).orElse(null);
    return new Write(operationStore, user.text(operationId), value);
  }

  /**
   * The operation under the latest claim on its id, so that the claim can be given back with it;
   * nothing where there is no such operation.
   */
  public Optional<Write> renewClaim(UserKey user, String operationId, long claimVersion) {
    return load(operationStore, operations, user.text(operationId))
        .map(record -> OperationRecord.newBuilder(record).setClaimVersion(claimVersion).build())
        .map(
            record -> new Write(operationStore, user.text(operationId), operations.encode(record)));
  }

  /** The way from a challenge to its operation. */
  public Write writeChallenge(ChallengeKey key, UserKey user, String operationId) {
    return new Write(
        challengeStore,
        key.text(),
        challenges.encode(new ChallengeRecord(user.tenant(), user.userId(), operationId)));
  }

  /** The first reply to be kept. */
  public Write writeAttempt(UserKey user, String attempt, IdempotencyRecord record) {
    return new Write(attemptStore, user.text(attempt), attempts.encode(record));
  }

  /** An attempt to be forgotten. */
  public Write forgetAttempt(UserKey user, String attempt) {
    return new Write(attemptStore, user.text(attempt), null);
  }

  /** A challenge to be forgotten. */
  public Write forgetChallenge(ChallengeKey key) {
    return new Write(challengeStore, key.text(), null);
  }

  private UserState loadUser(UserKey key) {
    Optional<UserRecord> record = load(userStore, users, key.text());
    if (record.isEmpty()) {
      return UserState.unknown(key);
    }
    return userState(
        key,
        record.get(),
        load(credentialStore, credentials, key.text())
            .map(CredentialCodec::credentials)
            .orElseGet(TreeMap::new));
  }

  private static UserState userState(
      UserKey key, UserRecord record, SortedMap<String, Credential> credentials) {
    return new UserState(
        key,
        record.getSequence(),
        record.getOpenOperations(),
        new Standing(
            record.getConsecutiveFailedProofs(),
            record.getFailedProofsSinceLock(),
            Optional.ofNullable(record.getLockedUntil()),
            record.getRefusals(),
            Optional.ofNullable(record.getCoolDownUntil())),
        new TreeMap<>(record.getScopes()),
        credentials,
        Optional.ofNullable(record.getRinging())
            .map(call -> new Ringing(call.getOperationId(), call.getUntil())));
  }

  private OperationState loadOperation(UserKey user, String operationId) {
    return load(operationStore, operations, user.text(operationId))
        .<OperationState>map(OperationCodec::state)
        .orElseGet(OperationState.Absent::new);
  }

  private static <T extends SpecificRecord> Optional<T> load(
      KeyValueStore<String, byte[]> store, SingleObjectSerde<T> codec, String key) {
    return Optional.ofNullable(store.get(key)).map(codec::decode);
  }
}
