package dev.assent.processor.topology;

import dev.assent.processor.decision.Claim;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.ClaimRecord;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.ReleaseClaim;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.trace.Correlation;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Makes an operation id unique in its tenant and hands the creation on to the user's partition. */
final class ClaimProcessor implements Processor<String, Command, String, byte[]> {
  /** The claim's version of a creation that can only be answered as a repeat. */
  static final long NOT_ADMITTED = 0;

  private final SingleObjectSerde<ClaimRecord> claims = SingleObjectSerde.of(ClaimRecord.class);
  private final TopicCodec<Command> admitted = TopicCodec.internal(Topic.ADMITTED, Command.class);
  private final TopicCodec<Reply> replies;
  private final DeadLetters deadLetters;
  private final ProcessingMeter meter;
  private ProcessorContext<String, byte[]> context;
  private KeyValueStore<String, byte[]> store;

  ClaimProcessor(
      Map<String, ?> serdeConfiguration, DeadLetters deadLetters, ProcessingMeter meter) {
    this.replies = TopicCodec.registered(Topic.REPLIES, Reply.class, serdeConfiguration);
    this.deadLetters = deadLetters;
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    this.store = context.getStateStore(StoreName.CLAIMS);
  }

  @Override
  public void process(Record<String, Command> record) {
    Command command = record.value();
    switch (command.getBody()) {
      case CreateOperation create -> claim(record, create);
      case ResolveClaim resolve -> resolve(record, resolve);
      case ReleaseClaim release -> release(command, release);
      default -> setAside(record, Reason.INVALID_REQUEST, "not a command about a claim");
    }
  }

  private void claim(Record<String, Command> record, CreateOperation create) {
    Command command = record.value();
    Optional<UserKey> user = owner(command, create.getOperationId());
    if (user.isEmpty()) {
      refuse(record, Reason.INVALID_REQUEST, "the tenant or the user has not the right form");
      return;
    }
    if (!OperationIds.isValid(create.getOperationId())) {
      refuse(record, Reason.INVALID_REQUEST, OperationIds.RULE);
      return;
    }
    if (create.getClaimedBy() != null && !isOurs()) {
      refuse(record, Reason.INVALID_REQUEST, "only the processor hands operations over");
      return;
    }
    String key = OperationIds.claimKey(command.getTenant(), create.getOperationId());
    switch (Claim.admit(find(key), user.get(), create.getClaimedBy() != null)) {
      case Claim.Admission.Taken _
          when user.get().isUnassigned() && command.getIdempotencyKey() != null ->
          // the operation may have found its user since: a repeat is known where it was created
          context.forward(admitted(record, user.get(), NOT_ADMITTED), Node.ADMIT_OPERATION);
      case Claim.Admission.Taken _ ->
          refuse(record, Reason.OPERATION_EXISTS, "the operation id belongs to another user");
      case Claim.Admission.Admitted(Claim claim) -> {
        byte[] kept = claims.encode(new ClaimRecord(claim.userId(), claim.version()));
        Record<String, byte[]> next = admitted(record, user.get(), claim.version());
        store.put(key, kept);
        context.forward(next, Node.ADMIT_OPERATION);
      }
    }
  }

  /** The user; without one, the nobody that the operation belongs to for now. */
  private static Optional<UserKey> owner(Command command, String operationId) {
    return command.getUserId() == null
        ? UserKey.find(command.getTenant(), UserKey.unassignedId(operationId))
        : UserKey.find(command.getTenant(), command.getUserId())
            .filter(user -> !user.isUnassigned());
  }

  private Record<String, byte[]> admitted(
      Record<String, Command> record, UserKey user, long claimVersion) {
    Command command =
        Command.newBuilder(record.value())
            .setUserId(user.userId())
            .setClaimVersion(claimVersion)
            .build();
    return following(record, user.text(), admitted.encode(command));
  }

  private boolean isOurs() {
    return context
        .recordMetadata()
        .map(metadata -> metadata.topic().equals(Topic.REQUESTED.topicName()))
        .orElse(false);
  }

  private void resolve(Record<String, Command> record, ResolveClaim resolve) {
    String tenant = record.value().getTenant();
    find(OperationIds.claimKey(tenant, resolve.getOperationId()))
        .ifPresentOrElse(
            claim -> reply(record, new Reply(0L, false, new ClaimReply(claim.userId()))),
            () -> refuse(record, Reason.OPERATION_UNKNOWN, "the operation id is not claimed"));
  }

  private void release(Command command, ReleaseClaim release) {
    String key = OperationIds.claimKey(command.getTenant(), release.getOperationId());
    if (find(key).map(claim -> claim.releasable(release.getClaimVersion())).orElse(false)) {
      store.delete(key);
    }
  }

  private Optional<Claim> find(String key) {
    return Optional.ofNullable(store.get(key))
        .map(claims::decode)
        .map(record -> new Claim(record.getUserId(), record.getVersion()));
  }

  private void refuse(Record<String, Command> record, Reason reason, String detail) {
    meter.refused(reason);
    if (record.value().getCorrelationId() == null) {
      setAside(record, reason, detail);
    } else {
      reply(record, new Reply(0L, false, new Refusal(reason.name(), null)));
    }
  }

  private void reply(Record<String, Command> record, Reply reply) {
    String correlationId = record.value().getCorrelationId();
    if (correlationId != null) {
      byte[] value = replies.encode(reply);
      context.forward(following(record, correlationId, value), Node.REPLY_TO_CLAIM);
    }
  }

  private static Record<String, byte[]> following(
      Record<String, Command> cause, String key, byte[] value) {
    return new Record<>(key, value, cause.timestamp(), Correlation.read(cause.headers()).headers());
  }

  private void setAside(Record<String, Command> record, Reason reason, String detail) {
    Record<String, byte[]> letter =
        record.value().getRequestedBy() == null
            ? deadLetters.current(context, record, reason, detail)
            : deadLetters.about(context, record, record.value().getRequestedBy(), reason, detail);
    context.forward(letter, Node.DEAD_LETTER_CLAIM);
  }
}
