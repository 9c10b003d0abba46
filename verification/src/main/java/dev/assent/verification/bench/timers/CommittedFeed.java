package dev.assent.verification.bench.timers;

import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Gives the committed records of one topic to a receiver, on one thread, from the start on. */
public final class CommittedFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Receiver receiver;
  private final Thread thread;
  private volatile boolean closing;
  private volatile RuntimeException failure;

  /** Takes a record. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Takes a record.
     *
     * @param arrivedAt milliseconds of the epoch at which the reader had it
     */
    void receive(ConsumerRecord<String, byte[]> record, long arrivedAt);
  }

  /** A feed of the topic that runs until it is closed. */
  public CommittedFeed(Map<String, Object> clientConfiguration, Topic topic, Receiver receiver) {
    this.receiver = receiver;
    Map<String, Object> configuration = new HashMap<>(clientConfiguration);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread = Thread.ofPlatform().name("feed-" + topic.topicName()).start(this::run);
  }

  /** Throws what ended the feed, if anything did. */
  public void check() {
    RuntimeException ended = failure;
    if (ended != null) {
      throw new IllegalStateException("a feed ended", ended);
    }
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        var records = consumer.poll(POLL);
        long arrivedAt = System.currentTimeMillis();
        records.forEach(record -> receiver.receive(record, arrivedAt));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
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
