package dev.assent.ingress.kafka;

import dev.assent.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the clients. Values are bytes here, so that one that cannot be read stops nothing. */
public final class KafkaClients {
  private static final Duration LINGER = Duration.ofMillis(2);

  /**
   * As long as a process can run; the client adds it to the time, so that the largest number
   * overflows.
   */
  private static final Duration NEVER = Duration.ofDays(3650);

  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
  private static final Duration LONG_DELIVERY = Duration.ofMinutes(2);
  private static final Duration LONG_LINGER = Duration.ofMillis(50);
  private static final int LARGE_BATCH_BYTES = 64 * 1024;

  private final KafkaSettings settings;

  public KafkaClients(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * A producer that acknowledges only what all in-sync replicas have, writes no record twice, and
   * never blocks the sender: it runs on the threads of the HTTP server.
   *
   * @param deliveryTimeout after which a record that is not acknowledged is given up
   */
  public Producer<String, byte[]> producer(Duration deliveryTimeout) {
    return producer("assent-ingress-commands", deliveryTimeout, Duration.ZERO);
  }

  /**
   * The same for a thread of its own: it blocks the sender, as long as a record may take to be
   * acknowledged, where it does not know the topic yet.
   */
  public Producer<String, byte[]> patientProducer(String clientId, Duration deliveryTimeout) {
    return producer(clientId, deliveryTimeout, deliveryTimeout);
  }

  /**
   * A producer for a thread of its own and for records that nobody waits for: it gathers many of
   * them into one request, and keeps trying for a long time.
   */
  public Producer<String, byte[]> patientProducer(String clientId) {
    Map<String, Object> configuration =
        configuration(clientId, LONG_DELIVERY, LONG_DELIVERY.dividedBy(2));
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, (int) LONG_LINGER.toMillis());
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, LARGE_BATCH_BYTES);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    return new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
  }

  private Producer<String, byte[]> producer(
      String clientId, Duration deliveryTimeout, Duration patience) {
    return new KafkaProducer<>(
        configuration(clientId, deliveryTimeout, patience),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private Map<String, Object> configuration(
      String clientId, Duration deliveryTimeout, Duration patience) {
    Map<String, Object> configuration = new HashMap<>(settings.clients());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, (int) LINGER.toMillis());
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
    configuration.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) deliveryTimeout.minus(LINGER).dividedBy(2).toMillis());
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    // Metadata that is thrown away after a quiet time would have to be waited for again.
    configuration.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER.toMillis());
    return configuration;
  }

  /** A consumer outside any group that sees committed records only. */
  public Consumer<String, byte[]> consumer(String clientId) {
    Map<String, Object> configuration = new HashMap<>(settings.clients());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    configuration.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    return new KafkaConsumer<>(
        configuration, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
