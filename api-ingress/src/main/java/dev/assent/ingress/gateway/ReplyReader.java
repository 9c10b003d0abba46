package dev.assent.ingress.gateway;

import dev.assent.ingress.kafka.PartitionFollower;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
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
 * Reads one partition of the reply topic from its end on. The partition is chosen at random, so
 * that instances spread without knowing of each other.
 */
final class ReplyReader implements PartitionFollower.Following {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
  private static final int NONE = -1;

  private final WaitingReplies waiting;
  private final Deserializer<Reply> deserializer;
  private final RandomGenerator random;
  private final Runnable preparation;
  private volatile int partition = NONE;

  /**
   * @param preparation what must have succeeded before a reply can be awaited
   */
  ReplyReader(
      WaitingReplies waiting,
      Deserializer<Reply> deserializer,
      RandomGenerator random,
      Runnable preparation) {
    this.waiting = waiting;
    this.deserializer = deserializer;
    this.random = random;
    this.preparation = preparation;
  }

  /** The partition that replies are read from; empty until its position stands. */
  OptionalInt partition() {
    int current = partition;
    return current == NONE ? OptionalInt.empty() : OptionalInt.of(current);
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    List<PartitionInfo> partitions = consumer.partitionsFor(Topic.REPLIES.topicName());
    if (partitions == null || partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException(Topic.REPLIES.topicName() + " does not exist");
    }
    int chosen = partitions.get(random.nextInt(partitions.size())).partition();
    TopicPartition assigned = new TopicPartition(Topic.REPLIES.topicName(), chosen);
    consumer.assign(List.of(assigned));
    consumer.seekToEnd(List.of(assigned));
    // seekToEnd is lazy: without this a reply could be written before the position is fixed.
    consumer.position(assigned);
    preparation.run();
    partition = chosen;
  }

  @Override
  public void take(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.key() != null && waiting.isAwaited(record.key())) {
        take(record);
      }
    }
  }

  @Override
  public void end() {
    partition = NONE;
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      waiting.answer(
          record.key(), deserializer.deserialize(record.topic(), record.headers(), record.value()));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("a reply cannot be read; its request goes unanswered");
      waiting.giveUp(record.key());
    }
  }
}
