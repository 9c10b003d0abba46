package dev.assent.processor.topology;

import dev.assent.processor.decision.Answer;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.ContentDigest;
import dev.assent.processor.decision.Decider;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.Evolution;
import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.State;
import dev.assent.processor.proof.VerifiedProofs;
import dev.assent.processor.state.StoreName;
import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.ChallengeRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.HandOverOperation;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.Reason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The shell around the decisions about a user: checks for a repeat, loads, decides, stages, and
 * only then writes and sends.
 */
final class DecisionProcessor implements Processor<String, Object, String, byte[]> {
  private static final Facts.ProviderProofs PROOFS = new VerifiedProofs();

  private final Map<String, ?> serdeConfiguration;
  private final DeadLetters deadLetters;
  private final ProcessingMeter meter;
  private final AtomicLong tenantChanges;
  private final Facts.Secrets secrets;
  private final ApprovalTokens approvalTokens;
  private final int partitions;
  private final RandomGenerator random;

  private ProcessorContext<String, byte[]> context;
  private TenantPolicies policies;
  private UserStores stores;
  private Staging staging;
  private Claims claims;
  private TenantLoad load;

  /**
   * @param random a CSPRNG
   */
  DecisionProcessor(
      Map<String, ?> serdeConfiguration,
      DeadLetters deadLetters,
      ProcessingMeter meter,
      AtomicLong tenantChanges,
      Facts.Secrets secrets,
      ApprovalTokens approvalTokens,
      int partitions,
      RandomGenerator random) {
    this.tenantChanges = tenantChanges;
    this.secrets = secrets;
    this.approvalTokens = approvalTokens;
    this.partitions = partitions;
    this.random = random;
    this.serdeConfiguration = serdeConfiguration;
    this.deadLetters = deadLetters;
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    policies =
        new TenantPolicies(
            context.getStateStore(StoreName.TENANTS), serdeConfiguration, tenantChanges);
    stores = new UserStores(context);
    TimerStore timers = new TimerStore(context.getStateStore(StoreName.TIMERS));
    load = new TenantLoad(timers, partitions);
    claims = new Claims(stores);
    StagedTimers staged = new StagedTimers(timers);
    PendingOperations pending = new PendingOperations(timers, stores);
    staging =
        new Staging(stores, staged, claims, load, pending, approvalTokens, serdeConfiguration);
    new DueTimers(context, stores, timers, staged, staging, policies, meter, this::fresh)
        .schedule();
    pending.schedule(context, meter);
  }

  @Override
  public void close() {
    meter.released(context.taskId().partition());
  }

  @Override
  public void process(Record<String, Object> record) {
    switch (record.value()) {
      case Command command -> decide(record.withValue(command));
      case ConnectorOutcome outcome -> record(record, outcome);
      default -> throw new IllegalStateException("nothing else is decoded for this node");
    }
  }

  /** What a connector reports. A tenant that is gone still has its operations ended properly. */
  private void record(Record<String, Object> record, ConnectorOutcome outcome) {
    Optional<UserKey> user = UserKey.find(outcome.getTenant(), outcome.getUserId());
    Effects effects = Effects.of(record);
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    if (user.isEmpty()) {
      setAside(effects, record, "the user has not the right form");
    } else if (!CommandTranslation.isPlausible(outcome.getReceivedAt(), now)) {
      setAside(effects, record, "the outcome's time is not plausible");
    } else {
      State before = stores.operation(user.get(), outcome.getOperationId());
      Policy policy = policies.enabled(outcome.getTenant()).orElse(DueTimers.OF_A_GONE_TENANT);
      RecordOutcome decidable = OutcomeTranslation.of(outcome);
      Decision decision = Decider.decide(before, decidable, facts(user.get(), policy, now));
      State after = Evolution.evolve(before, decision.events());
      staging.events(effects, before, decision, after, now.plus(policy.retention()));
      meter.decided(decidable.getClass().getSimpleName());
    }
    effects.apply(context);
  }

  private void setAside(Effects effects, Record<String, Object> record, String detail) {
    effects.send(
        Node.DEAD_LETTER_COMMAND,
        deadLetters.current(context, record, Reason.INVALID_REQUEST, detail));
  }

  private void decide(Record<String, Command> record) {
    Command command = record.value();
    if (isForOurselves(command) && !isOurs()) {
      refuse(record, Reason.INVALID_REQUEST, "only the processor sends this");
      return;
    }
    Optional<Policy> policy =
        policies
            .enabled(command.getTenant())
            .or(() -> Optional.of(DueTimers.OF_A_GONE_TENANT).filter(_ -> isHandedOver(command)));
    if (policy.isEmpty()) {
      refuse(record, Reason.TENANT_UNKNOWN, "the tenant is unknown or disabled");
      return;
    }
    Optional<UserKey> user = UserKey.find(command.getTenant(), command.getUserId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    switch (CommandTranslation.of(command, now)) {
      case CommandTranslation.Invalid(String detail) ->
          refuse(record, Reason.INVALID_REQUEST, detail);
      case CommandTranslation.UnknownChallenge _ -> unknownChallenge(record);
      case CommandTranslation.ByChallenge challenged ->
          stores
              .challenge(challenged.challengeKey())
              .filter(challenge -> belongs(challenge, command))
              .ifPresentOrElse(
                  challenge -> decide(record, policy.get(), challenged, challenge),
                  () -> unknownChallenge(record));
      case CommandTranslation.ByUser _,
          CommandTranslation.ByOperation _,
          CommandTranslation.ByScope _
          when user.isEmpty() ->
          refuse(record, Reason.INVALID_REQUEST, "the user has not the right form");
      case CommandTranslation.ByUser(var decidable) ->
          decide(record, policy.get(), decidable, stores.user(user.get()), Optional.empty());
      case CommandTranslation.ByOperation(var decidable, String operationId) ->
          decide(
              record,
              policy.get(),
              decidable,
              stores.operation(user.get(), operationId),
              Optional.of(operationId));
      case CommandTranslation.ByScope(var decidable, String operationId, String scope) ->
          decide(
              record,
              policy.get(),
              decidable,
              stores.operation(user.get(), operationId, scope),
              Optional.of(operationId));
    }
  }

  private void decide(
      Record<String, Command> record,
      Policy policy,
      CommandTranslation.ByChallenge challenged,
      ChallengeRecord challenge) {
    UserKey user = new UserKey(challenge.getTenant(), challenge.getUserId());
    String operationId = challenge.getOperationId();
    State state = stores.operation(user, operationId);
    if (isOfAnotherKind(state.operation(), challenged.kind())) {
      unknownChallenge(record);
      return;
    }
    decide(record, policy, challenged.command(), state, Optional.of(operationId));
  }

  private void decide(
      Record<String, Command> record,
      Policy policy,
      dev.assent.processor.decision.Command decidable,
      State before,
      Optional<String> operationId) {
    Command command = record.value();
    UserKey user = before.user().key();
    byte[] digest = ContentDigest.of(asked(command, decidable), operationId);
    Effects effects = Effects.of(record);
    Optional<IdempotencyRecord> first =
        Optional.ofNullable(command.getIdempotencyKey()).flatMap(key -> stores.attempt(user, key));
    if (first.isPresent() && !isHandedOver(command)) {
      repeat(record, first.get(), digest);
      return;
    }
    if (Claims.isNotAdmitted(command)) {
      refuse(record, Reason.OPERATION_EXISTS, "the operation id belongs to another user");
      return;
    }
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Decision decision = Decider.decide(before, decidable, facts(user, policy, now));
    State after = Evolution.evolve(before, decision.events());
    boolean hadEffect = !decision.events().isEmpty();
    Optional<Approval> approval =
        staging.events(effects, before, decision, after, now.plus(policy.retention()));
    if (!hadEffect) {
      settleClaim(effects, command);
    }
    handOver(effects, command, before, decidable, decision);
    boolean created = command.getBody() instanceof CreateOperation && !isHandedOver(command);
    long sequence = hadEffect ? after.user().sequence() : 0;
    Publication.reply(decision.answer(), after, approval, sequence, created)
        .ifPresent(
            reply -> {
              staging.reply(effects, command, reply);
              if (hadEffect && command.getIdempotencyKey() != null && first.isEmpty()) {
                staging.attempt(
                    effects,
                    user,
                    command.getIdempotencyKey(),
                    digest,
                    reply,
                    now.plus(policy.retention()));
              }
              refusedFromKafka(record, reply)
                  .ifPresent(letter -> effects.send(Node.DEAD_LETTER_COMMAND, letter));
            });
    meter.decided(decidable.getClass().getSimpleName());
    effects.apply(context);
  }

  /** The steps of a claim that go on elsewhere. */
  private void handOver(
      Effects effects,
      Command command,
      State before,
      dev.assent.processor.decision.Command decidable,
      Decision decision) {
    if (decision.answer() instanceof Answer.HandOverRequested(Device device)
        && decidable instanceof dev.assent.processor.decision.Command.ClaimOperation claim) {
      claims.requestHandOver(effects, command, claim.operationId(), device);
    }
    if (decision.answer() instanceof Answer.HandedOver
        && command.getBody() instanceof HandOverOperation handOver
        && before.operation() instanceof Open open) {
      claims.handOver(effects, command, handOver, open.operation());
    }
  }

  /** What the asker asked for: of a claim that found its operation, not the creation anew. */
  private static dev.assent.processor.decision.Command asked(
      Command command, dev.assent.processor.decision.Command decidable) {
    return command.getBody() instanceof CreateOperation create && isHandedOver(command)
        ? new dev.assent.processor.decision.Command.ClaimOperation(
            create.getOperationId(), create.getClaimedBy(), command.getReceivedAt())
        : decidable;
  }

  private static boolean isHandedOver(Command command) {
    return command.getBody() instanceof CreateOperation create && create.getClaimedBy() != null;
  }

  private static boolean isForOurselves(Command command) {
    return command.getBody() instanceof CreateOperation
        || command.getBody() instanceof HandOverOperation;
  }

  /** Whether the processor sent it: only the claim stage and a claim write to that topic. */
  private boolean isOurs() {
    return context
        .recordMetadata()
        .map(metadata -> metadata.topic().equals(Topic.ADMITTED.topicName()))
        .orElse(false);
  }

  private void repeat(Record<String, Command> record, IdempotencyRecord first, byte[] digest) {
    if (!ByteBuffer.wrap(digest).equals(first.getContentDigest())) {
      refuse(
          record, Reason.IDEMPOTENCY_CONFLICT, "the same idempotency key came with other content");
      return;
    }
    meter.repeated();
    Reply reply = Reply.newBuilder(first.getReply()).setRepeated(true).build();
    Effects effects = Effects.of(record);
    staging.reply(effects, record.value(), reply);
    settleClaim(effects, record.value());
    effects.apply(context);
  }

  private void settleClaim(Effects effects, Command command) {
    if (isOurs()) {
      claims.settle(effects, command);
    }
  }

  private void unknownChallenge(Record<String, Command> record) {
    refuse(record, Reason.CHALLENGE_UNKNOWN, "the challenge key is unknown");
  }

  /**
   * A refusal without any effect: a reply where somebody waits, a dead letter where nobody does.
   */
  private void refuse(Record<String, Command> record, Reason reason, String detail) {
    meter.refused(reason);
    Command command = record.value();
    Effects effects = Effects.of(record);
    if (command.getCorrelationId() != null) {
      staging.reply(effects, command, Publication.refusal(reason));
    } else {
      effects.send(Node.DEAD_LETTER_COMMAND, deadLetter(record, reason, detail));
    }
    settleClaim(effects, command);
    effects.apply(context);
  }

  private Optional<Record<String, byte[]>> refusedFromKafka(
      Record<String, Command> record, Reply reply) {
    if (!(reply.getBody() instanceof dev.assent.schemas.avro.Refusal refusal)) {
      return Optional.empty();
    }
    Reason reason = Reason.valueOf(refusal.getReason());
    meter.refused(reason);
    return record.value().getCorrelationId() == null
        ? Optional.of(deadLetter(record, reason, "the command was refused"))
        : Optional.empty();
  }

  private Record<String, byte[]> deadLetter(
      Record<String, Command> record, Reason reason, String detail) {
    RecordReference requestedBy = record.value().getRequestedBy();
    return requestedBy == null
        ? deadLetters.current(context, record, reason, detail)
        : deadLetters.about(context, record, requestedBy, reason, detail);
  }

  /**
   * A front-end key of one tenant never reaches a challenge of another, nor one user's another's.
   */
  private static boolean belongs(ChallengeRecord challenge, Command command) {
    return challenge.getTenant().equals(command.getTenant())
        && (command.getUserId() == null || challenge.getUserId().equals(command.getUserId()));
  }

  /** Asked before it is asked whether the attempt is a repeat: a wrong door tells nothing. */
  private static boolean isOfAnotherKind(
      OperationState operation, Optional<OperationKind> expected) {
    return switch (operation) {
      case OperationState.Absent _ -> false;
      case Open open -> isOfAnotherKind(open.operation(), expected);
      case OperationState.Closed closed -> isOfAnotherKind(closed.operation(), expected);
    };
  }

  private static boolean isOfAnotherKind(Operation operation, Optional<OperationKind> expected) {
    return expected.isPresent() && expected.get() != operation.terms().kind();
  }

  private Facts facts(UserKey user, Policy policy, Instant now) {
    return new Facts(
        now, policy, load.quotaLeft(user.tenant(), policy), () -> fresh(user), secrets, PROOFS);
  }

  private Facts.Fresh fresh(UserKey user) {
    byte[] key = new byte[ChallengeKey.RANDOM_BYTES];
    byte[] nonce = new byte[Nonce.BYTES];
    random.nextBytes(key);
    random.nextBytes(nonce);
    String digits = "%08d".formatted(random.nextInt(100_000_000));
    return new Facts.Fresh(
        ChallengeKey.issue(user, key), Nonce.of(nonce), digits, random.nextDouble());
  }
}
