package dev.assent.verification.bench.ingress;

import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Notes when a reader of committed records saw that an operation was cancelled: the nearest to the
 * commit that can be had from outside.
 */
final class CommitFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Long> cancelledAt = new ConcurrentHashMap<>();
  private final KafkaConsumer<String, byte[]> consumer;
  private final SelectableAvroSerde<OperationSnapshot> snapshots;
  private final Thread thread;
  private volatile boolean closing;

  CommitFeed(Map<String, Object> clientConfiguration) {
    Map<String, Object> configuration = new HashMap<>(clientConfiguration);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
    snapshots = SelectableAvroSerde.forValues(clientConfiguration, OperationSnapshot.class);
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.OPERATIONS.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().name("commit-feed").start(this::run);
  }

  /** When it was seen, by {@link System#nanoTime()}. */
  Map<String, Long> cancelledAt() {
    return cancelledAt;
  }

  private void run() {
    while (!closing) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        long arrivedAt = System.nanoTime();
        OperationSnapshot operation =
            snapshots.deserializer().deserialize(record.topic(), record.value());
        if (operation != null && operation.getState() == OperationState.CANCELLED) {
          cancelledAt.put(operation.getOperationId(), arrivedAt);
        }
      }
    }
    consumer.close();
    snapshots.close();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
