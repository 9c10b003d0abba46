package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.InMemoryRegistry;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology without a broker and without a network: calls are seen, and answered by hand. */
final class WebhookDriver implements AutoCloseable {
  static final String TENANT = "bank";
  static final String USER = "A1B2";
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  static final DeliveryRules RULES = DeliveryRules.STANDARD;

  private static final InMemoryRegistry REGISTRY = InMemoryRegistry.start();
  private static final Map<String, String> SERDES = registry();

  private final TopologyTestDriver driver;
  private final List<Attempt> calls = new ArrayList<>();
  private Instant now = START;
  private boolean room = true;

  WebhookDriver(Path directory, long seed) {
    driver =
        new TopologyTestDriver(
            WebhookTopology.build(
                SERDES, RULES, new Calls(), WebhookMeter.NONE, () -> new SplittableRandom(seed)),
            properties(directory),
            START);
  }

  private final class Calls implements WebhookSender {
    @Override
    public boolean hasRoom() {
      return room;
    }

    @Override
    public void send(Attempt attempt) {
      calls.add(attempt);
    }
  }

  private static Map<String, String> registry() {
    Map<String, String> configuration = Map.of("schema.registry.url", REGISTRY.url());
    SchemaRegistration.register(configuration);
    return configuration;
  }

  private static Properties properties(Path directory) {
    return WebhookStreams.of(
        Map.of("bootstrap.servers", "nowhere:9092"),
        new WebhookSettings(
            directory, 1, 1, new NetworkRules(Set.of(), List.of()), false, RULES, 10));
  }

  static WebhookSubscription.Builder subscription(String webhookId) {
    return WebhookSubscription.newBuilder()
        .setWebhookId(webhookId)
        .setUrl("https://bank.example/" + webhookId)
        .setCreatedAt(START)
        .setSecrets(
            List.of(
                WebhookSecret.newBuilder()
                    .setSecretId("secret-1")
                    .setEncrypted(ByteBuffer.allocate(1))
                    .setCreatedAt(START)
                    .build()));
  }

  /** The tenant has these subscriptions and no others. */
  void subscriptions(WebhookSubscription.Builder... subscriptions) {
    List<WebhookSubscription> built = new ArrayList<>();
    for (WebhookSubscription.Builder subscription : subscriptions) {
      built.add(subscription.build());
    }
    Tenant tenant =
        Tenant.newBuilder()
            .setTenant(TENANT)
            .setDisplayName("Bank")
            .setEnabled(true)
            .setApiKeys(List.of())
            .setPolicy(
                TenantPolicy.newBuilder()
                    .setTimeToLive(60_000)
                    .setMaximumFailedProofs(3)
                    .setMaximumPending(10)
                    .setRetention(600_000)
                    .build())
            .setWebhooks(built)
            .build();
    pipe(Topic.TENANTS, TENANT, encode(Topic.TENANTS, tenant));
  }

  static OperationResult.Builder result(String operationId, long sequence) {
    UserKey user = new UserKey(TENANT, USER);
    return OperationResult.newBuilder()
        .setEventId(user.text(operationId) + "/" + sequence)
        .setTenant(TENANT)
        .setUserId(USER)
        .setOperationId(operationId)
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.DEVICE)
        .setOutcome(ResultOutcome.APPROVED)
        .setReason("PROOF_VERIFIED")
        .setCreatedAt(START)
        .setDecidedAt(START.plusSeconds(1))
        .setSequence(sequence);
  }

  void decided(String operationId, long sequence) {
    pipe(
        Topic.RESULTS,
        new UserKey(TENANT, USER).text(),
        encode(Topic.RESULTS, result(operationId, sequence).build()));
  }

  /** The calls since the last look. */
  List<Attempt> calls() {
    List<Attempt> seen = List.copyOf(calls);
    calls.clear();
    return seen;
  }

  void noRoom() {
    room = false;
  }

  void taken(Attempt attempt) {
    answered(attempt, Optional.empty(), Optional.empty());
  }

  void failed(Attempt attempt) {
    answered(attempt, Optional.of("HTTP status 503"), Optional.empty());
  }

  void failed(Attempt attempt, Duration retryAfter) {
    answered(attempt, Optional.of("HTTP status 503"), Optional.of(retryAfter));
  }

  private void answered(Attempt attempt, Optional<String> failure, Optional<Duration> retryAfter) {
    WebhookOutcome outcome =
        new WebhookOutcome(
            attempt.delivery().getTenant(),
            attempt.delivery().getWebhookId(),
            attempt.deliveryKey(),
            attempt.delivery().getAttempts(),
            failure.orElse(null),
            retryAfter.map(Duration::toMillis).orElse(null));
    pipe(
        Topic.WEBHOOK_OUTCOMES,
        new UserKey(TENANT, USER).text(),
        SingleObjectSerde.of(WebhookOutcome.class).encode(outcome));
  }

  void pipe(Topic topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.topicName(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value, now);
  }

  /** Time passes in steps of a tick, or of ten minutes where it is long. */
  void pass(Duration time) {
    Duration step =
        time.compareTo(Duration.ofMinutes(30)) > 0
            ? Duration.ofMinutes(10)
            : DeliveryProcessor.TICK;
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      now = now.plus(step);
      driver.advanceWallClockTime(step);
    }
  }

  Instant now() {
    return now;
  }

  List<DeadLetter> deadLetters() {
    try (SelectableAvroSerde<DeadLetter> serde =
        SelectableAvroSerde.forValues(SERDES, DeadLetter.class)) {
      return driver
          .createOutputTopic(
              Topic.DEAD_LETTERS.topicName(), new StringDeserializer(), new ByteArrayDeserializer())
          .readValuesToList()
          .stream()
          .map(bytes -> serde.deserializer().deserialize(Topic.DEAD_LETTERS.topicName(), bytes))
          .toList();
    }
  }

  /** How many records there are in the store. */
  long size(String store) {
    long size = 0;
    try (var all = driver.<String, byte[]>getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        size++;
      }
    }
    return size;
  }

  private static byte[] encode(Topic topic, SpecificRecord record) {
    try (SelectableAvroSerde<SpecificRecord> serde = SelectableAvroSerde.forValues(SERDES)) {
      return serde.serializer().serialize(topic.topicName(), record);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
