package dev.assent.processor.topology;

import dev.assent.processor.decision.ContentDigest;
import dev.assent.processor.decision.Decider;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Evolution;
import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.Facts.FreshChallenge;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.State;
import dev.assent.processor.state.StoreName;
import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.ChallengeRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The shell around the decisions about a user: checks for a repeat, loads, decides, stages, and
 * only then writes and sends.
 */
final class DecisionProcessor implements Processor<String, Command, String, byte[]> {
  private final Map<String, ?> serdeConfiguration;
  private final DeadLetters deadLetters;
  private final ProcessingMeter meter;
  private final AtomicLong tenantChanges;
  private final SecureRandom random = new SecureRandom();

  private ProcessorContext<String, byte[]> context;
  private TenantPolicies policies;
  private UserStores stores;
  private Staging staging;

  DecisionProcessor(
      Map<String, ?> serdeConfiguration,
      DeadLetters deadLetters,
      ProcessingMeter meter,
      AtomicLong tenantChanges) {
    this.tenantChanges = tenantChanges;
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
    staging = new Staging(stores, timers, serdeConfiguration);
    new DueTimers(context, stores, timers, staging, policies, meter).schedule();
  }

  @Override
  public void process(Record<String, Command> record) {
    Command command = record.value();
    Optional<Policy> policy = policies.enabled(command.getTenant());
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
      case CommandTranslation.ByChallenge(var decidable, ChallengeKey key) ->
          stores
              .challenge(key)
              .filter(challenge -> belongs(challenge, command))
              .ifPresentOrElse(
                  challenge -> decide(record, policy.get(), decidable, challenge),
                  () -> unknownChallenge(record));
      case CommandTranslation.ByUser _, CommandTranslation.ByOperation _ when user.isEmpty() ->
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
    }
  }

  private void decide(
      Record<String, Command> record,
      Policy policy,
      dev.assent.processor.decision.Command decidable,
      ChallengeRecord challenge) {
    UserKey user = new UserKey(challenge.getTenant(), challenge.getUserId());
    String operationId = challenge.getOperationId();
    State state = stores.operation(user, operationId);
    decide(record, policy, decidable, state, Optional.of(operationId));
  }

  private void decide(
      Record<String, Command> record,
      Policy policy,
      dev.assent.processor.decision.Command decidable,
      State before,
      Optional<String> operationId) {
    Command command = record.value();
    UserKey user = before.user().key();
    byte[] digest = ContentDigest.of(decidable, operationId);
    Effects effects = new Effects(record.timestamp());
    if (command.getIdempotencyKey() != null) {
      Optional<IdempotencyRecord> first = stores.attempt(user, command.getIdempotencyKey());
      if (first.isPresent()) {
        repeat(record, first.get(), digest);
        return;
      }
    }
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Facts facts = new Facts(now, policy, () -> freshChallenge(user));
    Decision decision = Decider.decide(before, decidable, facts);
    State after = Evolution.evolve(before, decision.events());
    boolean hadEffect = !decision.events().isEmpty();
    Reply reply =
        Publication.reply(decision.answer(), after, hadEffect ? after.user().sequence() : 0)
            .orElseThrow();
    staging.events(effects, before, decision, after, now.plus(policy.retention()));
    staging.reply(effects, command, reply);
    if (!hadEffect) {
      settleClaim(effects, command);
    }
    if (hadEffect && command.getIdempotencyKey() != null) {
      staging.attempt(
          effects, user, command.getIdempotencyKey(), digest, reply, now.plus(policy.retention()));
    }
    refusedFromKafka(record, reply)
        .ifPresent(letter -> effects.send(Node.DEAD_LETTER_COMMAND, letter));
    meter.decided(decidable.getClass().getSimpleName());
    effects.apply(context);
  }

  private void repeat(Record<String, Command> record, IdempotencyRecord first, byte[] digest) {
    if (!ByteBuffer.wrap(digest).equals(first.getContentDigest())) {
      refuse(
          record, Reason.IDEMPOTENCY_CONFLICT, "the same idempotency key came with other content");
      return;
    }
    meter.repeated();
    Reply reply = Reply.newBuilder(first.getReply()).setRepeated(true).build();
    Effects effects = new Effects(record.timestamp());
    staging.reply(effects, record.value(), reply);
    settleClaim(effects, record.value());
    effects.apply(context);
  }

  private void settleClaim(Effects effects, Command command) {
    if (command.getBody() instanceof CreateOperation create && command.getClaimVersion() != null) {
      UserKey.find(command.getTenant(), command.getUserId())
          .ifPresent(
              user ->
                  staging.settleClaim(
                      effects, user, create.getOperationId(), command.getClaimVersion()));
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
    Effects effects = new Effects(record.timestamp());
    if (command.getCorrelationId() != null) {
      staging.reply(effects, command, Publication.refusal(reason, 0));
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

  private FreshChallenge freshChallenge(UserKey user) {
    byte[] key = new byte[ChallengeKey.RANDOM_BYTES];
    byte[] nonce = new byte[Nonce.BYTES];
    random.nextBytes(key);
    random.nextBytes(nonce);
    return new FreshChallenge(ChallengeKey.issue(user, key), Nonce.of(nonce));
  }
}
