package dev.assent.connectors.kafka;

import dev.assent.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the clients. Values are bytes here, so that one that cannot be read stops nothing. */
public final class KafkaClients {
  private static final Duration DELIVERY = Duration.ofSeconds(10);
  private static final Duration REQUEST = Duration.ofSeconds(4);

  private final KafkaSettings settings;

  public KafkaClients(KafkaSettings settings) {
    this.settings = settings;
  }

  /** A client that administers groups. */
  public Admin admin() {
    Map<String, Object> configuration = new HashMap<>(settings.clients());
    return Admin.create(configuration);
  }

  /**
   * A member of a share group that says of each record itself what became of it, and holds no more
   * than so many: it fetches nothing ahead, because a record that waits here is locked already.
   */
  ShareConsumer<String, byte[]> shareConsumer(String group, String clientId, int records) {
    Map<String, Object> configuration = new HashMap<>(settings.clients());
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    configuration.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    configuration.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
    return new KafkaShareConsumer<>(
        configuration, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A producer that acknowledges only what all in-sync replicas have and writes nothing twice. */
  Producer<String, byte[]> producer(String clientId) {
    Map<String, Object> configuration = new HashMap<>(settings.clients());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
    return new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
  }
}
