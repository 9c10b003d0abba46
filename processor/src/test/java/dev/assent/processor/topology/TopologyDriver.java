package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.settings.StreamsSettings;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.ReleaseClaim;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.schemas.serde.InMemoryRegistry;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The whole topology without a broker: what goes in and what comes out, in the words of the API.
 */
final class TopologyDriver implements AutoCloseable {
  static final String TENANT = "bank";
  static final UserKey USER = new UserKey(TENANT, "A1B2");
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);
  static final Duration RETENTION = Duration.ofMinutes(10);
  static final int MAXIMUM_FAILED_PROOFS = 3;

  /** Users are spread over one partition: a tenant's quota is not shared out. */
  private static final int PARTITIONS = 1;

  /** Lives as long as the process: all tests share it. */
  static final InMemoryRegistry REGISTRY = InMemoryRegistry.start();

  private static final Map<String, String> SERDES = registry();
  private static final List<String> STORES =
      List.of(
          StoreName.CLAIMS,
          StoreName.USERS,
          StoreName.CREDENTIALS,
          StoreName.OPERATIONS,
          StoreName.CHALLENGES,
          StoreName.ATTEMPTS,
          StoreName.TIMERS,
          StoreName.TENANTS);

  private static final SigningSettings UNSIGNED =
      new SigningSettings(Optional.empty(), "assent/{tenant}", "{tenant}", Duration.ofHours(1));

  private final LatestPending meter = new LatestPending();
  private final TopologyTestDriver driver;
  private final ApprovalTokens tokens;
  private final Map<Topic, TestOutputTopic<String, byte[]>> outputs = new EnumMap<>(Topic.class);
  private Instant now;
  private int asked;

  TopologyDriver(Path directory) {
    this(directory, (_, _, _) -> Optional.empty());
  }

  /** One that has approvals vouched for. */
  TopologyDriver(Path directory, ApprovalTokens tokens) {
    this(directory, START, tokens);
    tenant(TENANT, true, 1_000);
  }

  private TopologyDriver(Path directory, Instant start, ApprovalTokens tokens) {
    this.tokens = tokens;
    now = start;
    driver =
        new TopologyTestDriver(topology(directory, tokens, meter), properties(directory), start);
    for (Topic topic : Topic.values()) {
      outputs.put(
          topic,
          driver.createOutputTopic(
              topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer()));
    }
  }

  /** Ends, and starts again with what the changelogs have of the stores, and nothing else. */
  TopologyDriver restarted(Path directory) {
    TopologyDriver next = new TopologyDriver(directory, now, tokens);
    next.asked = asked;
    STORES.forEach(
        store -> contents(store).forEach(entry -> next.put(store, entry.key, entry.value)));
    close();
    return next;
  }

  static Topology topology(Path directory) {
    return topology(directory, (_, _, _) -> Optional.empty(), new SilentMeter());
  }

  private static Topology topology(Path directory, ApprovalTokens tokens, ProcessingMeter meter) {
    return AssentTopology.build(
        properties(directory),
        SERDES,
        meter,
        Token.SECRETS,
        tokens,
        PARTITIONS,
        (_, _) -> {},
        (_, _) -> {});
  }

  private static Map<String, String> registry() {
    Map<String, String> configuration = Map.of("schema.registry.url", REGISTRY.url());
    SchemaRegistration.register(configuration);
    return configuration;
  }

  private static Properties properties(Path directory) {
    return StreamsSettings.of(
        new ProcessorSettings(
            new KafkaSettings(Map.of("bootstrap.servers", "nowhere:9092"), SERDES),
            directory,
            "127.0.0.1",
            8081,
            "127.0.0.1",
            new Secret("x"),
            1,
            0,
            1,
            Optional.empty(),
            UNSIGNED));
  }

  /** How many operations are open, as it was told last. */
  PendingByAge pending() {
    return meter.latest;
  }

  private static final class LatestPending extends SilentMeter {
    private PendingByAge latest;

    @Override
    public void pending(int partition, PendingByAge pending) {
      latest = pending;
    }
  }

  void tenant(String tenant, boolean enabled, int maximumPending) {
    tenant(tenant, enabled, policy -> policy.setMaximumPending(maximumPending));
  }

  /** Our tenant with another policy. */
  void policy(Consumer<TenantPolicy.Builder> change) {
    tenant(TENANT, true, change);
  }

  private void tenant(String tenant, boolean enabled, Consumer<TenantPolicy.Builder> change) {
    Tenant record = TestTenant.of(tenant, enabled, change);
    pipe(Topic.TENANTS, tenant, encode(Topic.TENANTS, record));
  }

  void pipe(Topic topic, String key, byte[] value) {
    TestInputTopic<String, byte[]> input =
        driver.createInputTopic(
            topic.topicName(), new StringSerializer(), new ByteArraySerializer());
    input.pipeInput(key, value, now);
  }

  void pipe(Topic topic, TestRecord<byte[], byte[]> record) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(
            topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    input.pipeInput(record);
  }

  /** Dead letters with all that a record has besides its value. */
  List<TestRecord<String, byte[]>> deadLetterRecords() {
    return outputs.get(Topic.DEAD_LETTERS).readRecordsToList();
  }

  /** All that was written to the topic since the last look, as it stands there. */
  List<TestRecord<String, byte[]>> records(Topic topic) {
    return outputs.get(topic).readRecordsToList();
  }

  static byte[] encode(Topic topic, SpecificRecord record) {
    try (SelectableAvroSerde<SpecificRecord> serde = SelectableAvroSerde.forValues(SERDES)) {
      return serde.serializer().serialize(topic.topicName(), record);
    }
  }

  static byte[] encodeInternal(Command command) {
    return SingleObjectSerde.of(Command.class).encode(command);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** A command of the user that somebody waits for. */
  Command.Builder command(Object body) {
    return Command.newBuilder()
        .setTenant(USER.tenant())
        .setUserId(USER.userId())
        .setCorrelationId("0.ask-" + asked++)
        .setReceivedAt(now())
        .setOrigin("ingress")
        .setBody(body);
  }

  static CreateOperation creation(String operationId) {
    return CreateOperation.newBuilder()
        .setOperationId(operationId)
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.DEVICE)
        .setDisplayData(Map.of("amount", "12.50 EUR"))
        .build();
  }

  static OperationRequest request(String operationId) {
    return OperationRequest.newBuilder()
        .setTenant(USER.tenant())
        .setUserId(USER.userId())
        .setOperationId(operationId)
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.DEVICE)
        .setDisplayData(Map.of("amount", "12.50 EUR"))
        .build();
  }

  static RetrieveChallenge retrieval(String challengeKey, TestDevice device) {
    return RetrieveChallenge.newBuilder()
        .setChallengeKey(challengeKey)
        .setSerialNumber(device.serialNumber())
        .build();
  }

  static SubmitProof proof(String challengeKey, byte[] signature) {
    return new SubmitProof(challengeKey, ByteBuffer.wrap(signature), null, null);
  }

  Reply register(TestDevice device) {
    return registerFor(USER.userId(), device);
  }

  Reply registerFor(String userId, TestDevice device) {
    return ask(
        command(
                RegisterDevice.newBuilder()
                    .setSerialNumber(device.serialNumber())
                    .setSigningKey(DeviceCodec.toAvro(device.signingKey().jsonWebKey()))
                    .setEncryptionKey(DeviceCodec.toAvro(device.encryptionKey().jsonWebKey()))
                    .build())
            .setUserId(userId)
            .setIdempotencyKey("device:" + device.serialNumber()));
  }

  Reply revoke(TestDevice device) {
    return ask(command(new RevokeDevice(device.serialNumber())));
  }

  /** The operation that a creation over HTTP gives. */
  OperationSnapshot create(String operationId) {
    return operation(create(creation(operationId)));
  }

  /** The reply to a creation over HTTP. */
  Reply create(CreateOperation creation) {
    return ask(command(creation).setIdempotencyKey("operation:" + creation.getOperationId()));
  }

  static OperationSnapshot operation(Reply reply) {
    return ((OperationReply) reply.getBody()).getOperation();
  }

  /** The document that the device is handed, as it opens it. */
  byte[] retrieve(String challengeKey, TestDevice device) throws SealedChallengeException {
    Reply reply = ask(command(retrieval(challengeKey, device)).setUserId(null));
    ByteBuffer sealed = ((ChallengeReply) reply.getBody()).getSealedChallenge();
    return SealedChallenge.open(device.decryptionKey(), challengeKey, bytes(sealed));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Sends a command the way the ingress does, and gives its reply. */
  Reply ask(Command.Builder builder) {
    Command command = builder.build();
    tell(command);
    List<TestRecord<String, byte[]>> replies = outputs.get(Topic.REPLIES).readRecordsToList();
    assertThat(replies).as("exactly one reply").hasSize(1);
    assertThat(replies.getFirst().key()).isEqualTo(command.getCorrelationId());
    return decode(Topic.REPLIES, replies.getFirst().value(), Reply.class);
  }

  void tell(Command command) {
    switch (command.getBody()) {
      case CreateOperation create -> claim(command, create.getOperationId());
      case ResolveClaim resolve -> claim(command, resolve.getOperationId());
      case ReleaseClaim release -> claim(command, release.getOperationId());
      default -> pipe(Topic.COMMANDS, "any", encode(Topic.COMMANDS, command));
    }
  }

  private void claim(Command command, String operationId) {
    pipe(
        Topic.CLAIMS,
        OperationIds.claimKey(command.getTenant(), operationId),
        encode(Topic.CLAIMS, command));
  }

  static String reason(Reply reply) {
    return ((Refusal) reply.getBody()).getReason();
  }

  List<OperationResult> results() {
    return values(Topic.RESULTS, OperationResult.class);
  }

  List<DeadLetter> deadLetters() {
    return values(Topic.DEAD_LETTERS, DeadLetter.class);
  }

  List<CredentialSnapshot> credentials() {
    return values(Topic.CREDENTIALS, CredentialSnapshot.class);
  }

  /** Records with a null for each tombstone. */
  List<TestRecord<String, OperationSnapshot>> operations() {
    List<TestRecord<String, OperationSnapshot>> records = new ArrayList<>();
    for (TestRecord<String, byte[]> record : outputs.get(Topic.OPERATIONS).readRecordsToList()) {
      OperationSnapshot value =
          record.value() == null
              ? null
              : decode(Topic.OPERATIONS, record.value(), OperationSnapshot.class);
      records.add(new TestRecord<>(record.key(), value));
    }
    return records;
  }

  /** Tasks for the connectors of that topic. */
  List<TestRecord<String, ConnectorTask>> tasks(Topic topic) {
    return outputs.get(topic).readRecordsToList().stream()
        .map(
            record ->
                new TestRecord<>(record.key(), decode(topic, record.value(), ConnectorTask.class)))
        .toList();
  }

  List<byte[]> raw(Topic topic) {
    return outputs.get(topic).readValuesToList();
  }

  private <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
    return outputs.get(topic).readValuesToList().stream()
        .map(value -> decode(topic, value, type))
        .toList();
  }

  static <T extends SpecificRecord> T decode(Topic topic, byte[] value, Class<T> type) {
    try (SelectableAvroSerde<T> serde = SelectableAvroSerde.forValues(SERDES, type)) {
      return serde.deserializer().deserialize(topic.topicName(), value);
    }
  }

  /** How many entries a store has. */
  long entries(String store) {
    return contents(store).size();
  }

  /** What a store has, by its keys. */
  List<KeyValue<Object, byte[]>> contents(String store) {
    List<KeyValue<Object, byte[]>> contents = new ArrayList<>();
    try (var all = driver.<Object, byte[]>getKeyValueStore(store).all()) {
      all.forEachRemaining(contents::add);
    }
    return contents;
  }

  /** Puts an entry into a store, as if it had been there before the start. */
  void put(String store, Object key, byte[] value) {
    driver.<Object, byte[]>getKeyValueStore(store).put(key, value);
  }

  @Override
  public void close() {
    driver.close();
  }
}
