package dev.assent.standalone.cluster;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The tenants' own topic, for a start that nobody administers tenants beside. */
final class TenantTopic {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> configuration;

  /**
   * The topic.
   *
   * @param configuration of Kafka's clients and of their serde
   */
  TenantTopic(Map<String, Object> configuration) {
    this.configuration = Map.copyOf(configuration);
  }

  /**
   * Returns once the record is written.
   *
   * @throws ExecutionException where the broker does not take the record
   */
  void publish(Tenant tenant) throws ExecutionException, InterruptedException {
    try (SelectableAvroSerde<Tenant> serde =
            SelectableAvroSerde.forValues(configuration, Tenant.class);
        KafkaProducer<String, Tenant> producer =
            new KafkaProducer<>(configuration, new StringSerializer(), serde.serializer())) {
      producer
          .send(new ProducerRecord<>(Topic.TENANTS.topicName(), tenant.getTenant(), tenant))
          .get();
    }
  }

  /** The latest record of a tenant. */
  Optional<Tenant> latest(String tenant) {
    Map<String, Object> reading = new HashMap<>(configuration);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Tenant latest = null;
    try (SelectableAvroSerde<Tenant> serde = SelectableAvroSerde.forValues(reading, Tenant.class);
        KafkaConsumer<String, Tenant> consumer =
            new KafkaConsumer<>(reading, new StringDeserializer(), serde.deserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.TENANTS.topicName()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, Tenant> entry : consumer.poll(POLL)) {
          if (entry.key().equals(tenant)) {
            latest = entry.value();
          }
        }
      }
    }
    return Optional.ofNullable(latest);
  }
}
