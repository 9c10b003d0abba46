package dev.assent.ingress.waiting;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.ingress.kafka.PartitionFollower;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.DecodingFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the operations' topic, committed records only, from the end on, and wakes
 * the waits. After a failure it goes on where it stood, so that no wait misses a change.
 */
public final class OperationReader implements PartitionFollower.Following, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationReader.class);
  private static final String TOPIC = Topic.OPERATIONS.topicName();

  private final OperationWaits waits;
  private final Deserializer<OperationSnapshot> deserializer;
  private final PartitionFollower follower;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile boolean following;

  public OperationReader(
      KafkaClients clients, Deserializer<OperationSnapshot> deserializer, OperationWaits waits) {
    this.waits = waits;
    this.deserializer = deserializer;
    this.follower =
        new PartitionFollower(
            "assent-ingress-operations", () -> clients.consumer("assent-ingress-operations"), this);
  }

  /** Starts reading. */
  public void start() {
    follower.start();
  }

  /** Whether every change from now on will wake whoever waits for it. */
  public boolean following() {
    return following;
  }

  /** Whether the thread that reads still runs. */
  public boolean alive() {
    return follower.alive();
  }

  /** What the last try to read failed with, as long as it is not read again. */
  public Optional<String> trouble() {
    return follower.trouble();
  }

  /** Records that were written and not read yet; 0 where that is not known. */
  public long lag() {
    return follower.lag();
  }

  @Override
  public void close() {
    follower.close();
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    List<PartitionInfo> known = consumer.partitionsFor(TOPIC);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException(TOPIC + " does not exist");
    }
    List<TopicPartition> partitions =
        known.stream().map(one -> new TopicPartition(TOPIC, one.partition())).toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long position =
          Math.clamp(
              positions.getOrDefault(partition, Long.MAX_VALUE),
              first.get(partition),
              end.get(partition));
      consumer.seek(partition, position);
      positions.put(partition, position);
    }
    following = true;
  }

  @Override
  public void take(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      // A record without a value says that an operation is not retained any longer.
      if (record.key() != null && record.value() != null) {
        OperationName.ofRecordKey(record.key())
            .ifPresent(name -> waits.changed(name, new Recorded(record)));
      }
      positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }
  }

  /** Once it has begun it goes on where it stood: nothing is missed for good. */
  @Override
  public void end() {}

  private final class Recorded implements Change {
    private final ConsumerRecord<String, byte[]> record;

    private Recorded(ConsumerRecord<String, byte[]> record) {
      this.record = record;
    }

    @Override
    public int size() {
      return record.value().length;
    }

    @Override
    public Optional<OperationSnapshot> read() {
      try {
        return Optional.of(
            deserializer.deserialize(record.topic(), record.headers(), record.value()));
      } catch (RuntimeException e) {
        if (DecodingFailure.isTransient(e)) {
          throw e; // the follower starts again
        }
        LOG.atError()
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("failure", e.getClass().getSimpleName())
            .log("an operation cannot be read; whoever waits for it is not woken");
        return Optional.empty();
      }
    }
  }
}
