package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.trace.Correlation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The shell around {@link Deliveries}: reads results and outcomes, looks at the clock, and writes
 * dead letters. What cannot be read becomes one before any effect.
 */
final class DeliveryProcessor implements Processor<String, byte[], String, byte[]> {
  /** How often it is looked for what is due: the least that an attempt can lag. */
  static final Duration TICK = Duration.ofMillis(100);

  static final Duration UPKEEP = Duration.ofSeconds(1);

  private static final int LONGEST_KEY = 512;

  private final Deserializer<OperationResult> results;
  private final Deserializer<Tenant> tenants;
  private final Serializer<DeadLetter> letters;
  private final SingleObjectSerde<WebhookOutcome> outcomes =
      SingleObjectSerde.of(WebhookOutcome.class);
  private final AtomicLong tenantChanges;
  private final DeliveryRules rules;
  private final WebhookSender sender;
  private final WebhookMeter meter;
  private final Supplier<RandomGenerator> random;
  private ProcessorContext<String, byte[]> context;
  private Deliveries deliveries;

  DeliveryProcessor(
      Map<String, ?> serdeConfiguration,
      AtomicLong tenantChanges,
      DeliveryRules rules,
      WebhookSender sender,
      WebhookMeter meter,
      Supplier<RandomGenerator> random) {
    this.results =
        SelectableAvroSerde.forValues(serdeConfiguration, OperationResult.class).deserializer();
    this.tenants = SelectableAvroSerde.forValues(serdeConfiguration, Tenant.class).deserializer();
    this.letters = SelectableAvroSerde.forValues(serdeConfiguration, DeadLetter.class).serializer();
    this.tenantChanges = tenantChanges;
    this.rules = rules;
    this.sender = sender;
    this.meter = meter;
    this.random = random;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    deliveries =
        new Deliveries(
            new DeliveryStores(context),
            new Subscriptions(
                context.getStateStore(StoreName.TENANTS),
                Topic.TENANTS.topicName(),
                tenants,
                tenantChanges),
            rules,
            sender,
            this::giveUp,
            meter,
            random.get());
    context.schedule(
        TICK, PunctuationType.WALL_CLOCK_TIME, now -> deliveries.tick(Instant.ofEpochMilli(now)));
    context.schedule(
        UPKEEP,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          deliveries.upkeep(Instant.ofEpochMilli(now));
          meter.failing(context.taskId().partition(), deliveries.failing());
        });
  }

  @Override
  public void close() {
    meter.released(context.taskId().partition());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a timer has no record"));
    RecordReference reference =
        new RecordReference(metadata.topic(), metadata.partition(), metadata.offset());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    boolean isOutcome = metadata.topic().equals(Topic.WEBHOOK_OUTCOMES.topicName());
    Deserializer<?> reader = isOutcome ? outcomes.deserializer() : results;
    switch (read(reader, metadata.topic(), record.value()).orElse(null)) {
      case WebhookOutcome outcome -> deliveries.outcome(outcome, now);
      case OperationResult result
          when UserKey.find(result.getTenant(), result.getUserId()).isPresent() ->
          deliveries.accept(result, reference, Correlation.read(record.headers()), now);
      case null, default ->
          forward(
              record.key(),
              reference,
              Reason.MALFORMED_RECORD,
              "the value is not a record of the topic");
    }
  }

  private static Optional<Object> read(Deserializer<?> reader, String topic, byte[] value) {
    try {
      return Optional.ofNullable(reader.deserialize(topic, value));
    } catch (RuntimeException e) {
      // other implementations than ours have exceptions of their own, of all kinds
      if (DecodingFailure.isTransient(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void giveUp(WebhookDelivery delivery, String detail) {
    UserKey user = new UserKey(delivery.getTenant(), delivery.getUserId());
    forward(user.text(), delivery.getSource(), Reason.NOT_DELIVERED, detail);
  }

  private void forward(String key, RecordReference reference, Reason reason, String detail) {
    meter.setAside(reason);
    long now = context.currentSystemTimeMs();
    byte[] letter =
        letters.serialize(
            Topic.DEAD_LETTERS.topicName(),
            new DeadLetter(
                reference.getTopic(),
                reference.getPartition(),
                reference.getOffset(),
                Instant.ofEpochMilli(now),
                reason.name(),
                detail,
                null));
    boolean plausible = key != null && key.length() <= LONGEST_KEY;
    context.forward(new Record<>(plausible ? key : null, letter, now));
  }
}
