package dev.assent.connectors.webhook;

import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One sub-topology on the users' partitions: results come in, calls are made outside, and their
 * outcomes come back by a topic to the task that has the delivery (decision 22). Tenants are known
 * whole on every instance.
 */
final class WebhookTopology {
  private static final StringDeserializer KEY_READER = new StringDeserializer();
  private static final StringSerializer KEY_WRITER = new StringSerializer();
  private static final ByteArrayDeserializer VALUE_READER = new ByteArrayDeserializer();
  private static final ByteArraySerializer VALUE_WRITER = new ByteArraySerializer();

  /** What comes and goes is compacted before a restore has to read it all. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2",
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(Duration.ofHours(6).toMillis()));

  private WebhookTopology() {}

  /**
   * Builds the topology.
   *
   * @param serdeConfiguration of the Avro serdes, by Confluent's keys
   * @param random of each task: what pauses vary by
   */
  static Topology build(
      Map<String, ?> serdeConfiguration,
      DeliveryRules rules,
      WebhookSender sender,
      WebhookMeter meter,
      Supplier<RandomGenerator> random) {
    AtomicLong tenantChanges = new AtomicLong();
    Topology topology = new Topology();
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
    return topology
        .addSource(Node.READ_RESULTS, KEY_READER, VALUE_READER, Topic.RESULTS.topicName())
        .addSource(Node.READ_OUTCOMES, KEY_READER, VALUE_READER, Topic.WEBHOOK_OUTCOMES.topicName())
        .addProcessor(
            Node.DELIVER,
            () ->
                new DeliveryProcessor(
                    serdeConfiguration, tenantChanges, rules, sender, meter, random),
            Node.READ_RESULTS,
            Node.READ_OUTCOMES)
        .addStateStore(store(StoreName.DELIVERIES), Node.DELIVER)
        .addStateStore(store(StoreName.SCHEDULE), Node.DELIVER)
        .addStateStore(store(StoreName.DEAD), Node.DELIVER)
        .addStateStore(store(StoreName.RECEIVERS), Node.DELIVER)
        .addSink(
            Node.DEAD_LETTER,
            Topic.DEAD_LETTERS.topicName(),
            KEY_WRITER,
            VALUE_WRITER,
            Node.DELIVER);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }
}
