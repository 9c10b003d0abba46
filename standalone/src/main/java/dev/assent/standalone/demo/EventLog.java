package dev.assent.standalone.demo;

import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * An onlooker on Kafka: reads what is committed on the public topics, and what the workers are
 * given, from now on, and tells what concerns one user as it appears.
 */
final class EventLog implements AutoCloseable {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.OPERATIONS, Topic.RESULTS, Topic.CONNECTOR_TASKS_IDP, Topic.CONNECTOR_TASKS_MSSP);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String userId;
  private final Narrator narrator;
  private final SelectableAvroSerde<SpecificRecord> serde;
  private final KafkaConsumer<String, SpecificRecord> consumer;
  private final BlockingQueue<OperationSnapshot> operations = new LinkedBlockingQueue<>();
  private final BlockingQueue<OperationResult> results = new LinkedBlockingQueue<>();
  private final BlockingQueue<ConnectorTask> tasks = new LinkedBlockingQueue<>();
  private final Thread reader;

  EventLog(Map<String, Object> configuration, String userId, Narrator narrator) {
    this.userId = userId;
    this.narrator = narrator;
    Map<String, Object> reading = new HashMap<>(configuration);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.serde = SelectableAvroSerde.forValues(reading);
    this.consumer = new KafkaConsumer<>(reading, new StringDeserializer(), serde.deserializer());
    List<TopicPartition> partitions =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // A seek happens when the position is asked for; any later, it would skip the first events.
    partitions.forEach(consumer::position);
    this.reader = Thread.ofPlatform().name("event-log").daemon().start(this::read);
  }

  /** The user's next operation snapshot that fits, or nothing in that time. */
  Optional<OperationSnapshot> operation(Predicate<OperationSnapshot> fits, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    OperationSnapshot next;
    do {
      next = operations.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } while (next != null && !fits.test(next));
    return Optional.ofNullable(next);
  }

  /** The user's next result, or nothing in that time. */
  Optional<OperationResult> result(Duration within) throws InterruptedException {
    return Optional.ofNullable(results.poll(within.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** The user's next task for a worker, or nothing in that time. */
  Optional<ConnectorTask> task(Duration within) throws InterruptedException {
    return Optional.ofNullable(tasks.poll(within.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (serde;
        consumer) {
      while (true) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException _) {
      // Closed.
    }
  }

  private void take(ConsumerRecord<String, SpecificRecord> entry) {
    if (entry.value() instanceof OperationSnapshot operation
        && operation.getUserId().equals(userId)) {
      String challengeKey = operation.getChallengeKey();
      tell(
          entry,
          "%s sequence=%d%s"
              .formatted(
                  operation.getState(),
                  operation.getSequence(),
                  challengeKey == null ? "" : " challengeKey=" + challengeKey));
      operations.add(operation);
    } else if (entry.value() instanceof OperationResult result
        && result.getUserId().equals(userId)) {
      tell(
          entry,
          "%s reason=%s sequence=%d eventId=%s"
              .formatted(
                  result.getOutcome(),
                  result.getReason(),
                  result.getSequence(),
                  result.getEventId()));
      results.add(result);
    } else if (entry.value() instanceof ConnectorTask task && task.getUserId().equals(userId)) {
      tell(
          entry,
          "%s connector=%s attempt=%d transaction=%s"
              .formatted(
                  task.getAction(),
                  task.getConnector(),
                  task.getAttempt(),
                  task.getTransactionId()));
      tasks.add(task);
    }
  }

  private void tell(ConsumerRecord<String, SpecificRecord> entry, String content) {
    narrator.event(
        "event %s[%d]@%d  %s".formatted(entry.topic(), entry.partition(), entry.offset(), content));
  }
}
