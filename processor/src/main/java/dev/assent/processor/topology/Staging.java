package dev.assent.processor.topology;

import dev.assent.processor.decision.Challenge;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.Event;
import dev.assent.processor.decision.Event.DeviceRegistered;
import dev.assent.processor.decision.Event.DeviceRevoked;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.OperationCodec;
import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ReleaseClaim;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Turns what was decided into what is written and sent. */
final class Staging {
  private final UserStores stores;
  private final TimerStore timers;
  private final TopicCodec<OperationSnapshot> operations;
  private final TopicCodec<OperationResult> results;
  private final TopicCodec<CredentialSnapshot> credentials;
  private final TopicCodec<Reply> replies;
  private final TopicCodec<Command> requested;

  Staging(UserStores stores, TimerStore timers, Map<String, ?> serdeConfiguration) {
    this.stores = stores;
    this.timers = timers;
    this.operations =
        TopicCodec.registered(Topic.OPERATIONS, OperationSnapshot.class, serdeConfiguration);
    this.results = TopicCodec.registered(Topic.RESULTS, OperationResult.class, serdeConfiguration);
    this.credentials =
        TopicCodec.registered(Topic.CREDENTIALS, CredentialSnapshot.class, serdeConfiguration);
    this.replies = TopicCodec.registered(Topic.REPLIES, Reply.class, serdeConfiguration);
    this.requested = TopicCodec.internal(Topic.REQUESTED, Command.class);
  }

  /**
   * The events of a decision: state, timers, and what others are told.
   *
   * @param purgeAt when an operation that closes now is forgotten
   */
  void events(Effects effects, State before, Decision decision, State after, Instant purgeAt) {
    if (decision.events().isEmpty()) {
      return;
    }
    effects.write(stores.writeUser(after.user()));
    if (!before.operation().equals(after.operation())) {
      operation(effects, before.operation(), after, purgeAt);
    }
    for (Event event : decision.events()) {
      switch (event) {
        case OperationApproved approved ->
            result(effects, after.operation(), Optional.of(approved));
        case Event.OperationClosed _ -> result(effects, after.operation(), Optional.empty());
        case DeviceRegistered registered ->
            device(effects, after.user(), registered.device().serialNumber());
        case DeviceRevoked revoked -> device(effects, after.user(), revoked.serialNumber());
        case Event.OperationCreated _,
            Event.ChallengeIssued _,
            Event.ChallengeRetrieved _,
            Event.ProofRejected _ -> {}
      }
    }
  }

  private void operation(Effects effects, OperationState before, State after, Instant purgeAt) {
    UserKey user = after.user().key();
    long sequence = after.user().sequence();
    switch (after.operation()) {
      case Absent _ -> throw new IllegalStateException("an operation never becomes absent");
      case Open open -> {
        Operation operation = open.operation();
        effects.write(stores.writeOperation(user, operation.operationId(), open, sequence));
        if (before instanceof Absent) {
          setTimer(
              effects,
              operation.expiresAt(),
              TimerPurpose.EXPIRE_OPERATION,
              user,
              operation.operationId());
          open.issued()
              .map(Challenge::key)
              .ifPresent(
                  key -> effects.write(stores.writeChallenge(key, user, operation.operationId())));
        }
        publish(effects, user, operation.operationId(), open, sequence);
      }
      case Closed closed -> {
        Operation operation = closed.operation();
        effects.write(stores.writeOperation(user, operation.operationId(), closed, sequence));
        effects.removeTimer(
            timers,
            TimerStore.key(
                operation.expiresAt(),
                TimerPurpose.EXPIRE_OPERATION,
                user,
                operation.operationId()));
        setTimer(effects, purgeAt, TimerPurpose.PURGE_OPERATION, user, operation.operationId());
        publish(effects, user, operation.operationId(), closed, sequence);
      }
    }
  }

  private void publish(
      Effects effects, UserKey user, String operationId, OperationState state, long sequence) {
    OperationCodec.snapshot(state, sequence)
        .ifPresent(
            snapshot ->
                effects.send(
                    Node.PUBLISH_OPERATION, user.text(operationId), operations.encode(snapshot)));
  }

  private void result(Effects effects, OperationState state, Optional<OperationApproved> approval) {
    if (!(state instanceof Closed closed)) {
      throw new IllegalStateException("a result needs a closed operation");
    }
    effects.send(
        Node.PUBLISH_RESULT,
        closed.operation().user().text(),
        results.encode(Publication.result(closed, approval)));
  }

  private void device(Effects effects, UserState user, String serialNumber) {
    Device device = user.devices().get(serialNumber);
    effects.write(stores.writeCredentials(user));
    effects.send(
        Node.PUBLISH_CREDENTIAL,
        user.key().text(serialNumber),
        credentials.encode(DeviceCodec.snapshot(user.key(), device, user.sequence())));
  }

  /** The reply, where somebody waits for one. */
  void reply(Effects effects, Command command, Reply reply) {
    if (command.getCorrelationId() != null) {
      effects.send(Node.REPLY, command.getCorrelationId(), replies.encode(reply));
    }
  }

  /** The first reply, remembered so that a repeated attempt gets it again. */
  void attempt(
      Effects effects, UserKey user, String attempt, byte[] digest, Reply reply, Instant until) {
    effects.write(
        stores.writeAttempt(user, attempt, new IdempotencyRecord(ByteBuffer.wrap(digest), reply)));
    setTimer(effects, until, TimerPurpose.PURGE_ATTEMPT, user, attempt);
  }

  /** Forgets an attempt whose time is over. */
  void purgeAttempt(Effects effects, UserKey user, String attempt) {
    effects.write(stores.forgetAttempt(user, attempt));
  }

  /** Forgets a closed operation and gives its id back. */
  void purgeOperation(Effects effects, Closed closed) {
    Operation operation = closed.operation();
    UserKey user = operation.user();
    String operationId = operation.operationId();
    effects.write(stores.writeOperation(user, operationId, new Absent(), 0));
    closed
        .challenge()
        .ifPresent(challenge -> effects.write(stores.forgetChallenge(challenge.key())));
    effects.send(Node.PUBLISH_OPERATION, user.text(operationId), null);
    releaseClaim(effects, user.tenant(), operationId, operation.claimVersion());
  }

  /**
   * Keeps a claim no longer than it is needed: a creation that had no effect takes over the claim
   * for the operation that is there already, or gives the id back where there is none.
   */
  void settleClaim(Effects effects, UserKey user, String operationId, long claimVersion) {
    stores
        .renewClaim(user, operationId, claimVersion)
        .ifPresentOrElse(
            effects::write, () -> releaseClaim(effects, user.tenant(), operationId, claimVersion));
  }

  private void releaseClaim(Effects effects, String tenant, String operationId, long version) {
    Command release =
        Command.newBuilder()
            .setTenant(tenant)
            .setReceivedAt(Instant.EPOCH)
            .setOrigin("processor")
            .setBody(new ReleaseClaim(operationId, version))
            .build();
    effects.send(
        Node.RELEASE_CLAIM, OperationIds.claimKey(tenant, operationId), requested.encode(release));
  }

  private void setTimer(
      Effects effects, Instant dueAt, TimerPurpose purpose, UserKey user, String subject) {
    effects.setTimer(
        timers,
        TimerStore.key(dueAt, purpose, user, subject),
        timers.value(purpose, user, subject));
  }
}
