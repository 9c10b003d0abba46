package dev.assent.processor.topology;

import dev.assent.processor.decision.Challenge;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.Event;
import dev.assent.processor.decision.Evidence;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.CredentialCodec;
import dev.assent.processor.state.OperationCodec;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what was decided into what is written and sent. */
final class Staging {
  private static final Set<Reason> TELLING_OF_A_LOCK =
      Set.of(Reason.USER_LOCKED, Reason.DISOWNED_BY_USER);

  private final UserStores stores;
  private final StagedTimers timers;
  private final Claims claims;
  private final TenantLoad load;
  private final PendingOperations pending;
  private final ApprovalTokens approvalTokens;
  private final TopicCodec<OperationSnapshot> operations;
  private final TopicCodec<OperationResult> results;
  private final TopicCodec<CredentialSnapshot> credentials;
  private final TopicCodec<Reply> replies;
  private final TopicCodec<ConnectorTask> idpTasks;
  private final TopicCodec<ConnectorTask> msspTasks;
  private final TopicCodec<PushTask> pushTasks;

  Staging(
      UserStores stores,
      StagedTimers timers,
      Claims claims,
      TenantLoad load,
      PendingOperations pending,
      ApprovalTokens approvalTokens,
      Map<String, ?> serdeConfiguration) {
    this.stores = stores;
    this.timers = timers;
    this.claims = claims;
    this.load = load;
    this.pending = pending;
    this.approvalTokens = approvalTokens;
    this.operations =
        TopicCodec.registered(Topic.OPERATIONS, OperationSnapshot.class, serdeConfiguration);
    this.results = TopicCodec.registered(Topic.RESULTS, OperationResult.class, serdeConfiguration);
    this.credentials =
        TopicCodec.registered(Topic.CREDENTIALS, CredentialSnapshot.class, serdeConfiguration);
    this.replies = TopicCodec.registered(Topic.REPLIES, Reply.class, serdeConfiguration);
    this.idpTasks =
        TopicCodec.registered(Topic.CONNECTOR_TASKS_IDP, ConnectorTask.class, serdeConfiguration);
    this.msspTasks =
        TopicCodec.registered(Topic.CONNECTOR_TASKS_MSSP, ConnectorTask.class, serdeConfiguration);
    this.pushTasks = TopicCodec.internal(Topic.PUSH_TASKS, PushTask.class);
  }

  /**
   * The events of a decision: state, timers, and what others are told.
   *
   * @param purgeAt when an operation that closes now is forgotten
   * @return what is told of the approval, where the decision is one
   */
  Optional<Approval> events(
      Effects effects, State before, Decision decision, State after, Instant purgeAt) {
    Purges purges = new Purges(purgeAt);
    Optional<Approval> approval = events(effects, before, decision, after, purges);
    timers.purge(effects, purges);
    return approval;
  }

  /**
   * The same of one of several decisions.
   *
   * @param purges what closes now is added to them
   */
  Optional<Approval> events(
      Effects effects, State before, Decision decision, State after, Purges purges) {
    if (decision.events().isEmpty()) {
      return Optional.empty();
    }
    effects.write(stores.writeUser(after.user()));
    int opened = after.user().openOperations() - before.user().openOperations();
    effects.afterwards(() -> load.add(after.user().key().tenant(), opened));
    Optional<Approval> approval = approval(after.operation(), decision.events());
    if (!before.operation().equals(after.operation())) {
      operation(effects, before.operation(), after.operation(), after.user(), purges, approval);
    }
    if (!before.rival().equals(after.rival())) {
      operation(
          effects,
          before.rival().orElseThrow(),
          after.rival().orElseThrow(),
          after.user(),
          purges,
          Optional.empty());
    }
    credentials(effects, before.user(), after.user());
    tasks(effects, decision.events(), after);
    if (before.operation() instanceof Open && after.operation() instanceof Closed closed) {
      result(effects, closed, after.user(), decision.events(), approval);
    }
    if (before.rival().isPresent() && !before.rival().equals(after.rival())) {
      result(
          effects, (Closed) after.rival().orElseThrow(), after.user(), List.of(), Optional.empty());
    }
    return approval;
  }

  private Optional<Approval> approval(OperationState after, List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.OperationApproved(Evidence evidence, _)
          && after instanceof Closed closed) {
        return Optional.of(
            new Approval(
                evidence, approvalTokens.of(closed, Publication.eventId(closed), evidence)));
      }
    }
    return Optional.empty();
  }

  private void operation(
      Effects effects,
      OperationState before,
      OperationState after,
      UserState userState,
      Purges purges,
      Optional<Approval> approval) {
    UserKey user = userState.key();
    long sequence = userState.sequence();
    effects.afterwards(() -> pending.changed(before, after));
    timers.moveNextStep(effects, before, after);
    switch (after) {
      case Absent _ -> forget(effects, before, user, purges);
      case Open open -> {
        Operation operation = open.operation();
        effects.write(stores.writeOperation(user, operation.operationId(), open, sequence));
        if (before instanceof Absent) {
          timers.set(
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
        publish(effects, user, operation.operationId(), open, sequence, Optional.empty());
      }
      case Closed closed -> {
        Operation operation = closed.operation();
        effects.write(stores.writeOperation(user, operation.operationId(), closed, sequence));
        timers.removeExpiry(effects, operation);
        purges.add(user, operation.operationId());
        publish(effects, user, operation.operationId(), closed, sequence, approval);
      }
    }
  }

  /**
   * An operation leaves without an outcome only when it is handed over to its user. The nobody that
   * it belonged to stays for a while: a creation under the same id that is on its way already must
   * find that there was one.
   */
  private void forget(Effects effects, OperationState before, UserKey user, Purges purges) {
    if (!(before instanceof Open open)) {
      throw new IllegalStateException("only an open operation is handed over");
    }
    String operationId = open.operation().operationId();
    effects.write(stores.writeOperation(user, operationId, new Absent(), 0));
    timers.removeExpiry(effects, open.operation());
    purges.add(user, operationId);
    effects.send(Node.PUBLISH_OPERATION, user.text(operationId), null);
  }

  /** Forgets the nobody that an operation without a user belonged to. */
  void purgeNobody(Effects effects, UserKey nobody) {
    effects.write(stores.forgetUser(nobody));
  }

  private void credentials(Effects effects, UserState before, UserState after) {
    if (before.credentials().equals(after.credentials())) {
      return;
    }
    effects.write(stores.writeCredentials(after));
    after
        .credentials()
        .forEach(
            (id, credential) -> {
              if (!credential.equals(before.credentials().get(id))) {
                effects.send(
                    Node.PUBLISH_CREDENTIAL,
                    after.key().text(id),
                    credentials.encode(
                        CredentialCodec.snapshot(after.key(), credential, after.sequence())));
              }
            });
  }

  private void tasks(Effects effects, List<Event> events, State state) {
    OperationState after = state.operation();
    for (Event event : events) {
      switch (event) {
        case Event.TransactionStarted _, Event.TransactionRestarted _ ->
            task(effects, after, ConnectorAction.START);
        case Event.StatusRequested _ -> task(effects, after, ConnectorAction.STATUS);
        case Event.DevicesNotified notified ->
            notified.serialNumbers().forEach(device -> pushTask(effects, state, device));
        case Event _ -> {}
      }
    }
  }

  private void task(Effects effects, OperationState after, ConnectorAction action) {
    if (!(after instanceof AtProvider open)) {
      throw new IllegalStateException("a task needs an operation at a provider");
    }
    Operation operation = open.operation();
    String key = operation.user().text(operation.operationId());
    ConnectorTask task = Publication.task(open, action);
    switch (operation.terms().channel()) {
      case IDP -> effects.send(Node.DISPATCH_TO_IDP, key, idpTasks.encode(task));
      case MSSP -> effects.send(Node.DISPATCH_TO_MSSP, key, msspTasks.encode(task));
      case DEVICE -> throw new IllegalStateException("a device has no connector");
    }
  }

  /** The challenge was just issued, or waits still: nothing else is told to devices. */
  private void pushTask(Effects effects, State state, String serialNumber) {
    if (state.operation() instanceof Open open
        && state.user().credentials().get(serialNumber) instanceof Device device) {
      effects.send(
          Node.NOTIFY_DEVICE,
          state.user().key().text(open.operation().operationId()),
          pushTasks.encode(Publication.pushTask(open, device)));
    }
  }

  private void publish(
      Effects effects,
      UserKey user,
      String operationId,
      OperationState state,
      long sequence,
      Optional<Approval> approval) {
    OperationCodec.snapshot(state, sequence)
        .map(snapshot -> Publication.approved(snapshot, approval))
        .ifPresent(
            snapshot ->
                effects.send(
                    Node.PUBLISH_OPERATION, user.text(operationId), operations.encode(snapshot)));
  }

  private void result(
      Effects effects,
      Closed closed,
      UserState user,
      List<Event> events,
      Optional<Approval> approval) {
    Optional<Evidence> evidence = Optional.empty();
    for (Event event : events) {
      switch (event) {
        case Event.OperationApproved approved -> evidence = Optional.of(approved.evidence());
        case Event.OperationDeclined declined -> evidence = declined.evidence();
        case Event.OperationDisowned disowned -> evidence = Optional.of(disowned.evidence());
        case Event _ -> {}
      }
    }
    Optional<Instant> lockedUntil =
        TELLING_OF_A_LOCK.contains(closed.reason())
            ? user.standing().lockedUntil()
            : Optional.empty();
    effects.send(
        Node.PUBLISH_RESULT,
        closed.operation().user().text(),
        results.encode(
            Publication.result(closed, evidence, lockedUntil, approval.flatMap(Approval::token))));
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
    timers.set(effects, until, TimerPurpose.PURGE_ATTEMPT, user, attempt);
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
    claims.release(effects, user.tenant(), operationId, operation.claimVersion());
  }
}
