package dev.assent.verification.bench.connectors;

import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.verification.bench.timers.CommittedFeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a reader of committed records sees of operations at the identity provider. */
final class Witness implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(2);

  private final SelectableAvroSerde<ConnectorTask> tasks;
  private final SelectableAvroSerde<OperationResult> results;
  private final Map<String, Set<String>> transactions = new ConcurrentHashMap<>();
  private final Map<String, List<Ending>> endings = new ConcurrentHashMap<>();
  private final List<CommittedFeed> feeds;

  /**
   * A result.
   *
   * @param words outcome and reason
   * @param arrivedAt {@code nanoTime} at which the reader had it
   */
  record Ending(String words, long arrivedAt) {}

  Witness(Map<String, Object> clients) {
    tasks = SelectableAvroSerde.forValues(clients, ConnectorTask.class);
    results = SelectableAvroSerde.forValues(clients, OperationResult.class);
    feeds =
        List.of(
            new CommittedFeed(
                clients,
                Topic.CONNECTOR_TASKS_IDP,
                (record, _) ->
                    task(tasks.deserializer().deserialize(record.topic(), record.value()))),
            new CommittedFeed(
                clients,
                Topic.RESULTS,
                (record, _) ->
                    result(results.deserializer().deserialize(record.topic(), record.value()))));
  }

  private void task(ConnectorTask task) {
    transactions
        .computeIfAbsent(task.getOperationId(), _ -> ConcurrentHashMap.newKeySet())
        .add(task.getTransactionId());
  }

  private void result(OperationResult result) {
    endings
        .computeIfAbsent(result.getOperationId(), _ -> new CopyOnWriteArrayList<>())
        .add(new Ending(result.getOutcome() + " " + result.getReason(), System.nanoTime()));
  }

  /** The ids under which the provider was asked for the operation. */
  Set<String> transactions(String operationId) {
    return transactions.getOrDefault(operationId, Set.of());
  }

  /** The results of the operation. */
  List<Ending> endings(String operationId) {
    return endings.getOrDefault(operationId, List.of());
  }

  /** Waits; whether it came to it in time. */
  boolean await(BooleanSupplier condition, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      feeds.forEach(CommittedFeed::check);
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }

  @Override
  public void close() {
    feeds.forEach(CommittedFeed::close);
    tasks.close();
    results.close();
  }
}
