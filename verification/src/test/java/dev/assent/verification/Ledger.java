package dev.assent.verification;

import static org.awaitility.Awaitility.await;

import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The independent witness: everything committed on the public topics since the beginning, read with
 * nothing but a consumer.
 */
final class Ledger implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final List<OperationSnapshot> snapshots;
  private final List<OperationResult> results;
  private final List<ConnectorTask> tasks;
  private final List<ConnectorTask> mobileTasks;
  private final List<DeadLetter> deadLetters;
  private final AtomicBoolean closed = new AtomicBoolean();

  Ledger(Map<String, Object> configuration) {
    this.snapshots = read(Topic.OPERATIONS, OperationSnapshot.class, configuration);
    this.results = read(Topic.RESULTS, OperationResult.class, configuration);
    this.tasks = read(Topic.CONNECTOR_TASKS_IDP, ConnectorTask.class, configuration);
    this.mobileTasks = read(Topic.CONNECTOR_TASKS_MSSP, ConnectorTask.class, configuration);
    this.deadLetters = read(Topic.DEAD_LETTERS, DeadLetter.class, configuration);
  }

  /** All results of the operation so far. */
  List<OperationResult> results(String operationId) {
    return results.stream().filter(result -> result.getOperationId().equals(operationId)).toList();
  }

  /** All snapshots of the operation so far, in order. */
  List<OperationSnapshot> snapshots(String operationId) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.getOperationId().equals(operationId))
        .toList();
  }

  /** The first result of the operation, waited for. */
  OperationResult awaitResult(String operationId) {
    return awaitFirst("result of " + operationId, () -> results(operationId).stream(), _ -> true);
  }

  /** The challenge key of the operation as a push would carry it, waited for. */
  String awaitChallengeKey(String operationId) {
    return awaitFirst(
            "challenge of " + operationId,
            () -> snapshots(operationId).stream(),
            snapshot -> snapshot.getChallengeKey() != null)
        .getChallengeKey();
  }

  /** The task with this number that the operation has for its provider, waited for. */
  ConnectorTask awaitTask(String operationId, int attempt) {
    return awaitFirst(
        "task " + attempt + " of " + operationId,
        () -> Stream.concat(tasks.stream(), mobileTasks.stream()),
        task -> task.getOperationId().equals(operationId) && task.getAttempt() == attempt);
  }

  /** The dead letter about that record, waited for. */
  DeadLetter awaitDeadLetter(Topic topic, int partition, long offset) {
    return awaitFirst(
        "dead letter of " + topic + "-" + partition + " " + offset,
        deadLetters::stream,
        letter ->
            letter.getTopic().equals(topic.topicName())
                && letter.getPartition() == partition
                && letter.getOffset() == offset);
  }

  @Override
  public void close() {
    closed.set(true);
  }

  private static <T> T awaitFirst(
      String what, Callable<Stream<T>> candidates, Predicate<T> condition) {
    return await(what)
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> candidates.call().filter(condition).findFirst(), first -> first.isPresent())
        .get();
  }

  private <T extends SpecificRecord> List<T> read(
      Topic topic, Class<T> type, Map<String, Object> configuration) {
    List<T> values = new CopyOnWriteArrayList<>();
    Thread.ofPlatform()
        .daemon()
        .name("ledger-" + topic.topicName())
        .start(() -> follow(topic, type, configuration, values));
    return values;
  }

  private <T extends SpecificRecord> void follow(
      Topic topic, Class<T> type, Map<String, Object> configuration, List<T> values) {
    Map<String, Object> consuming = new HashMap<>(configuration);
    consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consuming.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (SelectableAvroSerde<T> serde = SelectableAvroSerde.forValues(consuming, type);
        KafkaConsumer<String, T> consumer =
            new KafkaConsumer<>(consuming, new StringDeserializer(), serde.deserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic.topicName()).stream()
              .map(partition -> new TopicPartition(topic.topicName(), partition.partition()))
              .toList());
      while (!closed.get()) {
        for (ConsumerRecord<String, T> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() != null) {
            values.add(record.value());
          }
        }
      }
    }
  }
}
