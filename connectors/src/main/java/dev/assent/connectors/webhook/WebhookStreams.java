package dev.assent.connectors.webhook;

import java.time.Duration;
import java.util.Map;
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
final class WebhookStreams {
  /** Names the consumer group, the transactional ids and the changelogs: never to be changed. */
  static final String APPLICATION_ID = "assent-webhooks";

  /** Nobody waits for a commit here: calls leave before it, and their outcomes need none. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  /** How long a crashed instance's partitions stay without an owner. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  private WebhookStreams() {}

  /**
   * Everything that Kafka Streams is started with.
   *
   * @param clients where the broker is, and how it is reached
   */
  @SuppressWarnings("deprecation") // the global handler's switch goes once it is always on
  static Properties of(Map<String, String> clients, WebhookSettings settings) {
    Properties properties = new Properties();
    properties.putAll(clients);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    properties.put(StreamsConfig.POLL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) TRANSACTION_TIMEOUT.toMillis());
    properties.put(
        StreamsConfig.producerPrefix(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG), 5_000);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    // a result that was there before this ever ran is a result all the same
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // nothing here reads a record's own time
    properties.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class);
    // results and outcomes have no order between them: never wait for one of them
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
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
