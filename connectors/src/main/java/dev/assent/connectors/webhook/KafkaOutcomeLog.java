package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outcomes on their topic, on the user's partition: Kafka's default hash of the same key. */
final class KafkaOutcomeLog implements OutcomeLog, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaOutcomeLog.class);
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private final SingleObjectSerde<WebhookOutcome> codec =
      SingleObjectSerde.of(WebhookOutcome.class);
  private final Producer<String, byte[]> producer;

  /**
   * @param clients where the broker is, and how it is reached
   */
  KafkaOutcomeLog(Map<String, String> clients) {
    Map<String, Object> configuration = new HashMap<>(clients);
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "assent-webhook-outcomes");
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
    producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  public void append(UserKey user, WebhookOutcome outcome) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            Topic.WEBHOOK_OUTCOMES.topicName(), user.text(), codec.encode(outcome));
    try {
      producer.send(
          record,
          (_, failure) -> {
            if (failure != null) {
              lost(failure);
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      lost(e);
    }
  }

  /** Its attempt counts as failed once its lease is over. */
  private static void lost(Exception failure) {
    LOGGER
        .atWarn()
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("The outcome of a webhook is lost; the attempt will be made again");
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
