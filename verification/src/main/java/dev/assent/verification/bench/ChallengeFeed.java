package dev.assent.verification.bench;

import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads challenge keys from committed operation events, as whoever sends the push does. */
public final class ChallengeFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, CompletableFuture<String>> expected = new ConcurrentHashMap<>();
  private final KafkaConsumer<String, byte[]> consumer;
  private final SelectableAvroSerde<OperationSnapshot> snapshots;
  private final Thread thread;
  private volatile boolean closing;

  /** A feed of what is committed from now on, until it is closed. */
  public ChallengeFeed(Map<String, Object> clientConfiguration) {
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
    thread = Thread.ofPlatform().name("challenge-feed").start(this::run);
  }

  /** The challenge key of an operation that is about to be created. */
  CompletableFuture<String> expect(String operationId) {
    CompletableFuture<String> key = new CompletableFuture<>();
    expected.put(operationId, key);
    return key;
  }

  void forget(String operationId) {
    expected.remove(operationId);
  }

  private void run() {
    while (!closing) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        CompletableFuture<String> waiting = expected.get(operationId(record.key()));
        if (waiting != null && !waiting.isDone()) {
          OperationSnapshot snapshot =
              snapshots.deserializer().deserialize(record.topic(), record.value());
          if (snapshot.getState() == OperationState.CHALLENGED) {
            waiting.complete(snapshot.getChallengeKey());
          }
        }
      }
    }
    consumer.close();
  }

  private static String operationId(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
