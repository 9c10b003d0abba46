package dev.assent.processor.topology;

import dev.assent.processor.decision.Facts;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.catalogue.Topic;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology, in five sub-topologies, one for each way that records are partitioned or read:
 *
 * <ul>
 *   <li>requests: upstream's requests are read and sent on to be claimed;
 *   <li>claims: an operation id is made unique in its tenant. A hop of its own, because it is
 *       partitioned by operation and not by user; the ingress writes straight to it, so that a
 *       creation costs two exactly-once hops and every other command one;
 *   <li>decisions: everything about a user, on the user's partition;
 *   <li>two views: committed operations and credentials as readers see them. They read what the
 *       decisions published, so nothing uncommitted is ever seen; their source topic is their
 *       changelog, so they cost no second write.
 * </ul>
 *
 * <p>Values are bytes at each edge: reading them is the first node's work, so that what cannot be
 * read becomes a dead letter, and writing them is staged, so that nothing can throw between two
 * effects.
 */
public final class AssentTopology {
  private static final StringDeserializer KEY_READER = new StringDeserializer();
  private static final StringSerializer KEY_WRITER = new StringSerializer();
  private static final ByteArrayDeserializer VALUE_READER = new ByteArrayDeserializer();
  private static final ByteArraySerializer VALUE_WRITER = new ByteArraySerializer();
  private static final StreamPartitioner<String, byte[]> BY_USER = new UserPartitioner();

  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2",
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(Duration.ofHours(6).toMillis()));

  private final Map<String, ?> serdeConfiguration;
  private final ProcessingMeter meter;
  private final Facts.Secrets secrets;
  private final ApprovalTokens approvalTokens;
  private final int partitions;
  private final Supplier<RandomGenerator> random;
  private final AtomicLong tenantChanges = new AtomicLong();

  private AssentTopology(
      Map<String, ?> serdeConfiguration,
      ProcessingMeter meter,
      Facts.Secrets secrets,
      ApprovalTokens approvalTokens,
      int partitions,
      Supplier<RandomGenerator> random) {
    this.serdeConfiguration = serdeConfiguration;
    this.meter = meter;
    this.secrets = secrets;
    this.approvalTokens = approvalTokens;
    this.partitions = partitions;
    this.random = random;
  }

  /**
   * Builds the topology.
   *
   * @param properties of the streams application; the optimisation of table sources is read from it
   * @param serdeConfiguration of the Avro serdes, by Confluent's keys
   * @param secrets opens the OCRA secrets that the ingress encrypted
   * @param approvalTokens vouches for approvals with the tenants' own keys
   * @param partitions that users are spread over
   */
  public static Topology build(
      Properties properties,
      Map<String, ?> serdeConfiguration,
      ProcessingMeter meter,
      Facts.Secrets secrets,
      ApprovalTokens approvalTokens,
      int partitions,
      ViewListener operationsListener,
      ViewListener credentialsListener) {
    StreamsBuilder builder = new StreamsBuilder();
    view(
        builder,
        Topic.OPERATIONS,
        StoreName.OPERATIONS_VIEW,
        Node.READ_OPERATIONS,
        Node.NOTIFY_OPERATION_READERS,
        operationsListener);
    view(
        builder,
        Topic.CREDENTIALS,
        StoreName.CREDENTIALS_VIEW,
        Node.READ_CREDENTIALS,
        Node.NOTIFY_CREDENTIAL_READERS,
        credentialsListener);
    Topology topology = builder.build(properties);
    addProcessors(
        topology,
        serdeConfiguration,
        meter,
        secrets,
        approvalTokens,
        partitions,
        SecureRandom::new);
    return topology;
  }

  /**
   * Adds all but the views, which know nothing that the topics do not.
   *
   * @param random of each task of the decisions: challenge keys and nonces are made of it
   */
  public static void addProcessors(
      Topology topology,
      Map<String, ?> serdeConfiguration,
      ProcessingMeter meter,
      Facts.Secrets secrets,
      ApprovalTokens approvalTokens,
      int partitions,
      Supplier<RandomGenerator> random) {
    AssentTopology parts =
        new AssentTopology(serdeConfiguration, meter, secrets, approvalTokens, partitions, random);
    parts.tenants(topology);
    parts.requests(topology);
    parts.claims(topology);
    parts.decisions(topology);
  }

  private static void view(
      StreamsBuilder builder,
      Topic topic,
      String store,
      String source,
      String notifier,
      ViewListener listener) {
    builder
        .table(
            topic.topicName(),
            Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(source),
            Materialized.<String, byte[]>as(Stores.persistentKeyValueStore(store))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withCachingDisabled())
        .toStream(Named.as(store + "-changes"))
        .foreach((key, value) -> listener.changed(key, value), Named.as(notifier));
  }

  private void tenants(Topology topology) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(StoreName.TENANTS),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled(),
        Node.READ_TENANTS,
        KEY_READER,
        VALUE_READER,
        Topic.TENANTS.topicName(),
        Node.KEEP_TENANT,
        () -> new KeepTenantProcessor(tenantChanges));
  }

  private void requests(Topology topology) {
    topology
        .addSource(Node.READ_REQUESTS, KEY_READER, VALUE_READER, Topic.REQUESTS.topicName())
        .addProcessor(
            Node.ADMIT_REQUEST,
            () -> new RequestProcessor(serdeConfiguration, deadLetters(), tenantChanges),
            Node.READ_REQUESTS);
    sink(topology, Node.REQUEST_CLAIM, Topic.REQUESTED, Node.ADMIT_REQUEST);
    sink(topology, Node.DEAD_LETTER_REQUEST, Topic.DEAD_LETTERS, Node.ADMIT_REQUEST);
  }

  private void claims(Topology topology) {
    topology
        .addSource(Node.READ_CLAIMS, KEY_READER, VALUE_READER, Topic.CLAIMS.topicName())
        .addSource(Node.READ_REQUESTED, KEY_READER, VALUE_READER, Topic.REQUESTED.topicName())
        .addProcessor(
            Node.DECODE_CLAIM,
            () ->
                new DecodeProcessor<>(
                    TopicCodec.registered(Topic.CLAIMS, Command.class, serdeConfiguration),
                    deadLetters(),
                    Node.CLAIM_OPERATION,
                    Node.DEAD_LETTER_CLAIM),
            Node.READ_CLAIMS)
        .addProcessor(
            Node.DECODE_REQUESTED,
            () ->
                new DecodeProcessor<>(
                    TopicCodec.internal(Topic.REQUESTED, Command.class),
                    deadLetters(),
                    Node.CLAIM_OPERATION,
                    Node.DEAD_LETTER_CLAIM),
            Node.READ_REQUESTED)
        .addProcessor(
            Node.CLAIM_OPERATION,
            () -> new ClaimProcessor(serdeConfiguration, deadLetters(), meter),
            Node.DECODE_CLAIM,
            Node.DECODE_REQUESTED)
        .addStateStore(store(StoreName.CLAIMS, Serdes.String()), Node.CLAIM_OPERATION);
    sink(topology, Node.ADMIT_OPERATION, Topic.ADMITTED, Node.CLAIM_OPERATION);
    topology.addSink(
        Node.REPLY_TO_CLAIM,
        Topic.REPLIES.topicName(),
        KEY_WRITER,
        VALUE_WRITER,
        new AskerPartitioner(),
        Node.CLAIM_OPERATION);
    sink(
        topology,
        Node.DEAD_LETTER_CLAIM,
        Topic.DEAD_LETTERS,
        Node.CLAIM_OPERATION,
        Node.DECODE_CLAIM,
        Node.DECODE_REQUESTED);
  }

  private void decisions(Topology topology) {
    topology
        .addSource(Node.READ_COMMANDS, KEY_READER, VALUE_READER, Topic.COMMANDS.topicName())
        .addSource(Node.READ_ADMITTED, KEY_READER, VALUE_READER, Topic.ADMITTED.topicName())
        .addSource(
            Node.READ_OUTCOMES, KEY_READER, VALUE_READER, Topic.CONNECTOR_OUTCOMES.topicName())
        .addProcessor(
            Node.DECODE_OUTCOME,
            () ->
                new DecodeProcessor<>(
                    TopicCodec.registered(
                        Topic.CONNECTOR_OUTCOMES, ConnectorOutcome.class, serdeConfiguration),
                    deadLetters(),
                    Node.DECIDE,
                    Node.DEAD_LETTER_COMMAND),
            Node.READ_OUTCOMES)
        .addProcessor(
            Node.DECODE_COMMAND,
            () ->
                new DecodeProcessor<>(
                    TopicCodec.registered(Topic.COMMANDS, Command.class, serdeConfiguration),
                    deadLetters(),
                    Node.DECIDE,
                    Node.DEAD_LETTER_COMMAND),
            Node.READ_COMMANDS)
        .addProcessor(
            Node.DECODE_ADMITTED,
            () ->
                new DecodeProcessor<>(
                    TopicCodec.internal(Topic.ADMITTED, Command.class),
                    deadLetters(),
                    Node.DECIDE,
                    Node.DEAD_LETTER_COMMAND),
            Node.READ_ADMITTED)
        .addProcessor(
            Node.DECIDE,
            () ->
                new DecisionProcessor(
                    serdeConfiguration,
                    deadLetters(),
                    meter,
                    tenantChanges,
                    secrets,
                    approvalTokens,
                    partitions,
                    random.get()),
            Node.DECODE_COMMAND,
            Node.DECODE_ADMITTED,
            Node.DECODE_OUTCOME)
        .addStateStore(store(StoreName.USERS, Serdes.String()), Node.DECIDE)
        .addStateStore(store(StoreName.CREDENTIALS, Serdes.String()), Node.DECIDE)
        .addStateStore(store(StoreName.OPERATIONS, Serdes.String()), Node.DECIDE)
        .addStateStore(store(StoreName.CHALLENGES, Serdes.String()), Node.DECIDE)
        .addStateStore(store(StoreName.ATTEMPTS, Serdes.String()), Node.DECIDE)
        .addStateStore(store(StoreName.TIMERS, Serdes.Bytes()), Node.DECIDE)
        .addSink(
            Node.REPLY,
            Topic.REPLIES.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            new AskerPartitioner(),
            Node.DECIDE)
        .addSink(
            Node.PUBLISH_OPERATION,
            Topic.OPERATIONS.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            BY_USER,
            Node.DECIDE)
        .addSink(
            Node.DISPATCH_TO_IDP,
            Topic.CONNECTOR_TASKS_IDP.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            BY_USER,
            Node.DECIDE)
        .addSink(
            Node.DISPATCH_TO_MSSP,
            Topic.CONNECTOR_TASKS_MSSP.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            BY_USER,
            Node.DECIDE)
        .addSink(
            Node.NOTIFY_DEVICE,
            Topic.PUSH_TASKS.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            BY_USER,
            Node.DECIDE)
        .addSink(
            Node.PUBLISH_CREDENTIAL,
            Topic.CREDENTIALS.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            BY_USER,
            Node.DECIDE);
    sink(topology, Node.PUBLISH_RESULT, Topic.RESULTS, Node.DECIDE);
    sink(topology, Node.RELEASE_CLAIM, Topic.REQUESTED, Node.DECIDE);
    sink(topology, Node.HAND_OVER, Topic.ADMITTED, Node.DECIDE);
    sink(
        topology,
        Node.DEAD_LETTER_COMMAND,
        Topic.DEAD_LETTERS,
        Node.DECIDE,
        Node.DECODE_COMMAND,
        Node.DECODE_ADMITTED,
        Node.DECODE_OUTCOME);
  }

  private static void sink(Topology topology, String name, Topic topic, String... parents) {
    topology.addSink(name, topic.topicName(), KEY_WRITER, VALUE_WRITER, parents);
  }

  private DeadLetters deadLetters() {
    return new DeadLetters(serdeConfiguration, meter);
  }

  /** Without a cache: a cache would delay what the changelog gets, and commits flush it anyway. */
  private static <K> StoreBuilder<KeyValueStore<K, byte[]>> store(String name, Serde<K> keys) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }
}
