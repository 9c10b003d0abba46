package dev.assent.standalone.deadletters;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Committed records of a cluster, as bytes.
 *
 * <p>The end of a partition is its high watermark, and a reader waits until it is there: behind a
 * transaction that is still open there can be a committed note that a record was replayed, and the
 * last stable offset would hide it.
 */
final class Cluster implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Longer than any of our transactions can stay open. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ANSWER_WITHIN_MILLISECONDS = "15000";

  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;

  /** Connects; nothing is created on the cluster. */
  Cluster(Map<String, Object> configuration) {
    Map<String, Object> reading = new HashMap<>(configuration);
    reading.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLISECONDS);
    reading.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLISECONDS);
    this.admin = Admin.create(reading);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A partition's first offset and the one after its last. */
  record Bounds(long start, long end) {
    boolean include(long offset) {
      return offset >= start && offset < end;
    }
  }

  /** All partitions of a topic; none where there is no such topic. */
  List<TopicPartition> partitions(String topic) {
    return consumer.listTopics().getOrDefault(topic, List.of()).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** The bounds of those of the partitions that there are. */
  Map<TopicPartition, Bounds> bounds(Collection<TopicPartition> partitions)
      throws DeadLetterFailure, InterruptedException {
    Set<TopicPartition> existing =
        consumer.listTopics().values().stream()
            .flatMap(List::stream)
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .collect(Collectors.toSet());
    existing.retainAll(Set.copyOf(partitions));
    Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(existing, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(existing, OffsetSpec.latest());
    return existing.stream()
        .collect(
            Collectors.toMap(
                partition -> partition,
                partition ->
                    new Bounds(starts.get(partition).offset(), ends.get(partition).offset())));
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Set<TopicPartition> partitions, OffsetSpec spec)
      throws DeadLetterFailure, InterruptedException {
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> asked =
        admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)))
            .all();
    try {
      return asked.get();
    } catch (ExecutionException failure) {
      throw new DeadLetterFailure(
          "The broker does not tell its offsets: " + failure.getCause().getMessage(),
          failure.getCause());
    }
  }

  /** The record at that place, or nothing where it is no longer there. */
  Optional<ConsumerRecord<byte[], byte[]>> read(Place place)
      throws DeadLetterFailure, InterruptedException {
    TopicPartition partition = place.topicPartition();
    Bounds bounds = bounds(Set.of(partition)).get(partition);
    if (bounds == null || !bounds.include(place.offset())) {
      return Optional.empty();
    }
    Map<Long, ConsumerRecord<byte[], byte[]>> read = new HashMap<>();
    scan(
        partition, place.offset(), place.offset() + 1, record -> read.put(record.offset(), record));
    return Optional.ofNullable(read.get(place.offset()));
  }

  /**
   * Reads a part of a partition.
   *
   * @param from the first offset
   * @param end the offset after the last, at most the partition's end
   * @throws DeadLetterFailure where an open transaction holds the end back for too long
   */
  void scan(
      TopicPartition partition,
      long from,
      long end,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> action)
      throws DeadLetterFailure {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          action.accept(record);
        }
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
      if (System.nanoTime() > deadline) {
        throw new DeadLetterFailure(
            "An open transaction holds back the end of " + partition + ": try again later");
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
