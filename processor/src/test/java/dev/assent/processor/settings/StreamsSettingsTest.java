package dev.assent.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class StreamsSettingsTest {

  @Test
  void shouldNotLetARecordWithoutATimestampStopTheStream() {
    // When
    Properties properties = StreamsSettings.of(settings(Map.of()));

    // Then
    assertThat(properties.get(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG))
        .isEqualTo(WallclockTimestampExtractor.class);
  }

  @Test
  @Tag("AS-12")
  @Tag("KA-5")
  void shouldProcessExactlyOnceAndReadOnlyWhatIsCommitted() {
    // Given
    StreamsConfig streams = new StreamsConfig(StreamsSettings.of(settings(Map.of())));

    // When
    Map<String, Object> consumer = streams.getMainConsumerConfigs("group", "client", 1);
    Map<String, Object> producer = streams.getProducerConfigs("client");

    // Then
    assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    assertThat(consumer)
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    assertThat(new ProducerConfig(producerWithSerializers(producer)))
        .satisfies(
            config -> {
              assertThat(config.getString(ProducerConfig.ACKS_CONFIG)).isEqualTo("-1");
              assertThat(config.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)).isTrue();
              assertThat(config.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)).isEqualTo(3_000);
            });
  }

  @Test
  void shouldHaveTimeoutsInTheOrderThatTheyNeed() {
    // Given / When
    Properties properties = StreamsSettings.of(settings(Map.of()));

    // Then
    int request =
        (int)
            properties.get(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG));
    assertThat(StreamsSettings.COMMIT_INTERVAL).isLessThan(StreamsSettings.TRANSACTION_TIMEOUT);
    assertThat((long) request).isLessThan(StreamsSettings.TRANSACTION_TIMEOUT.toMillis());
    assertThat(StreamsSettings.TRANSACTION_TIMEOUT).isLessThan(StreamsSettings.SESSION_TIMEOUT);
  }

  @Test
  void shouldPassSecurityOnToEveryClient() {
    // Given
    StreamsConfig streams =
        new StreamsConfig(StreamsSettings.of(settings(Map.of("security.protocol", "SSL"))));

    // When
    Map<String, Object> consumer = streams.getMainConsumerConfigs("group", "client", 1);
    Map<String, Object> producer = streams.getProducerConfigs("client");
    Map<String, Object> admin = streams.getAdminConfigs("client");

    // Then
    assertThat(consumer).containsEntry("security.protocol", "SSL");
    assertThat(producer).containsEntry("security.protocol", "SSL");
    assertThat(admin).containsEntry("security.protocol", "SSL");
  }

  @Test
  void shouldTellOtherInstancesWhereTheViewsAre() {
    // Given / When
    Properties properties = StreamsSettings.of(settings(Map.of()));

    // Then
    assertThat(properties)
        .containsEntry(StreamsConfig.APPLICATION_SERVER_CONFIG, "10.0.0.7:9000")
        .containsEntry(StreamsConfig.STATE_DIR_CONFIG, "/state")
        .containsEntry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 4)
        .containsEntry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1)
        .containsEntry(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3);
  }

  private static Map<String, Object> producerWithSerializers(Map<String, Object> producer) {
    Map<String, Object> complete = new HashMap<>(producer);
    complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    complete.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "any");
    return complete;
  }

  private static ProcessorSettings settings(Map<String, String> security) {
    Map<String, String> clients = new HashMap<>(security);
    clients.put("bootstrap.servers", "broker:9092");
    return new ProcessorSettings(
        new KafkaSettings(clients, Map.of("schema.registry.url", "http://registry")),
        Path.of("/state"),
        "0.0.0.0",
        9000,
        "10.0.0.7",
        new Secret("token"),
        4,
        1,
        3,
        Optional.empty(),
        new SigningSettings(Optional.empty(), "assent/{tenant}", "{tenant}", Duration.ofHours(1)));
  }
}
