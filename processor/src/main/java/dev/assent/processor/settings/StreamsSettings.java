package dev.assent.processor.settings;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;

/**
 * The settings of Kafka Streams; each number stands beside its reason, and none can be overridden.
 */
public final class StreamsSettings {
  /** Names the consumer group, the transactional ids and the changelogs: never to be changed. */
  public static final String APPLICATION_ID = "assent-processor";

  /**
   * An exactly-once hop costs about this much latency. Below 5 ms the transactions themselves
   * collapse the throughput, above 20 ms every answer is late.
   */
  static final Duration COMMIT_INTERVAL = Duration.ofMillis(10);

  /** Also how long a crashed instance's open transaction holds its readers up. */
  static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(3);

  /** How long a crashed instance's partitions stay without an owner. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  /** How often a group looks whether those that joined have caught up. */
  static final Duration PROBING_INTERVAL = Duration.ofMinutes(1);

  /** Copies that are made at a time for instances that joined. */
  static final int WARM_UPS = 12;

  private StreamsSettings() {}

  /** Everything that Kafka Streams is started with. */
  @SuppressWarnings("deprecation") // the global handler's switch goes once it is always on
  public static Properties of(ProcessorSettings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.kafka().clients());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    properties.put(
        StreamsConfig.APPLICATION_SERVER_CONFIG, settings.advertisedHost() + ":" + settings.port());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.streamThreads());
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());

    // an instance that joins gets a partition only once it has caught up with it, and that is
    // looked at this often: the least there is
    properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_INTERVAL.toMillis());
    // with two at a time, the standard, taking over half of twelve partitions takes minutes
    properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, WARM_UPS);

    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    // a thread looks at the commit timer only after poll: this bounds the tail
    properties.put(StreamsConfig.POLL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) TRANSACTION_TIMEOUT.toMillis());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) SESSION_TIMEOUT.dividedBy(4).toMillis());
    properties.put(
        StreamsConfig.producerPrefix(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG), 2500);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 30_000);
    // a command that was sent before the processor ever ran is a command all the same
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // the broker holds what a slow start leaves behind: take it in larger steps
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);

    // no decision reads a record's own time, and a record without one must not stop the stream
    properties.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class);
    // a task's inputs have no order between them: never wait for one of them
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    // a view's source topic is its changelog
    properties.put(
        StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    // KAFKA-20805: 4.3.1 can delete the directory of a task that was just released
    properties.put(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, Duration.ofDays(3650).toMillis());
    // bytes are decoded in our first node; whatever else throws is a broken invariant and must stop
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailExceptionHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    return properties;
  }
}
