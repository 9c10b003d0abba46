package dev.assent.processor.topology;

import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.request.CreationForm;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Takes requests over from upstream systems: from here on they are what a request over HTTP is
 * after the ingress, with the processor's clock as the authority for their time.
 */
final class RequestProcessor implements Processor<String, byte[], String, byte[]> {
  /** What a request from Kafka names as its origin. */
  static final String ORIGIN = "requests";

  private final TopicCodec<OperationRequest> requests;
  private final TopicCodec<Command> commands;
  private final Map<String, ?> serdeConfiguration;
  private final DeadLetters deadLetters;
  private final AtomicLong tenantChanges;
  private ProcessorContext<String, byte[]> context;
  private TenantPolicies policies;

  RequestProcessor(
      Map<String, ?> serdeConfiguration, DeadLetters deadLetters, AtomicLong tenantChanges) {
    this.tenantChanges = tenantChanges;
    this.serdeConfiguration = serdeConfiguration;
    this.requests =
        TopicCodec.registered(Topic.REQUESTS, OperationRequest.class, serdeConfiguration);
    this.commands = TopicCodec.internal(Topic.REQUESTED, Command.class);
    this.deadLetters = deadLetters;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    this.policies =
        new TenantPolicies(
            context.getStateStore(StoreName.TENANTS), serdeConfiguration, tenantChanges);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    switch (requests.decode(record.value())) {
      case TopicCodec.Decoded.Malformed<OperationRequest>(var detail) ->
          setAside(record, Reason.MALFORMED_RECORD, detail);
      case TopicCodec.Decoded.Value<OperationRequest>(var request) -> admit(record, request);
    }
  }

  private void admit(Record<String, byte[]> record, OperationRequest request) {
    UserKey user;
    try {
      user = UserKey.of(request.getTenant(), request.getUserId());
    } catch (IllegalArgumentException e) {
      setAside(record, Reason.INVALID_REQUEST, e.getMessage());
      return;
    }
    if (policies.enabled(user.tenant()).isEmpty()) {
      setAside(record, Reason.TENANT_UNKNOWN, "the tenant is unknown or disabled");
      return;
    }
    CreateOperation creation = CreationTranslation.of(request);
    Optional<String> objection = CreationForm.objection(creation);
    if (objection.isPresent()) {
      setAside(record, Reason.INVALID_REQUEST, objection.get());
      return;
    }
    byte[] command = commands.encode(command(creation, user));
    String key = OperationIds.claimKey(user.tenant(), request.getOperationId());
    context.forward(
        new Record<>(
            key, command, record.timestamp(), Correlation.read(record.headers()).headers()),
        Node.REQUEST_CLAIM);
  }

  private Command command(CreateOperation creation, UserKey user) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    return Command.newBuilder()
        .setTenant(user.tenant())
        .setUserId(user.userId())
        .setIdempotencyKey("operation:" + creation.getOperationId())
        .setReceivedAt(Instant.ofEpochMilli(context.currentSystemTimeMs()))
        .setOrigin(ORIGIN)
        .setRequestedBy(
            new RecordReference(metadata.topic(), metadata.partition(), metadata.offset()))
        .setBody(creation)
        .build();
  }

  private void setAside(Record<String, byte[]> record, Reason reason, String detail) {
    context.forward(deadLetters.current(context, record, reason, detail), Node.DEAD_LETTER_REQUEST);
  }
}
