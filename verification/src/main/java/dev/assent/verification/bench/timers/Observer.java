package dev.assent.verification.bench.timers;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything that can be seen of the batches from outside, in committed records alone. */
final class Observer implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(20);

  private final SelectableAvroSerde<OperationSnapshot> snapshots;
  private final SelectableAvroSerde<OperationResult> results;
  private final Map<String, AtomicInteger> created = new ConcurrentHashMap<>();
  private final Map<String, Outcomes> outcomes = new ConcurrentHashMap<>();
  private final AtomicInteger devices = new AtomicInteger();
  private final SelectableAvroSerde<DeadLetter> letters;
  private final AtomicReference<String> firstDeadLetter = new AtomicReference<>();
  private final List<CommittedFeed> feeds;

  Observer(Map<String, Object> clientConfiguration) {
    snapshots = SelectableAvroSerde.forValues(clientConfiguration, OperationSnapshot.class);
    results = SelectableAvroSerde.forValues(clientConfiguration, OperationResult.class);
    letters = SelectableAvroSerde.forValues(clientConfiguration, DeadLetter.class);
    feeds =
        List.of(
            new CommittedFeed(
                clientConfiguration, Topic.CREDENTIALS, (_, _) -> devices.incrementAndGet()),
            new CommittedFeed(clientConfiguration, Topic.OPERATIONS, (r, _) -> operation(r)),
            new CommittedFeed(clientConfiguration, Topic.RESULTS, this::result),
            new CommittedFeed(clientConfiguration, Topic.DEAD_LETTERS, (r, _) -> deadLetter(r)));
  }

  /** Follows a batch that is about to be created. */
  Outcomes follow(Batch batch) {
    Outcomes ofBatch = new Outcomes(batch);
    created.put(batch.name(), new AtomicInteger());
    outcomes.put(batch.name(), ofBatch);
    return ofBatch;
  }

  /** Devices registered so far. */
  int devices() {
    return devices.get();
  }

  /** Operations of the batch created so far. */
  int created(Batch batch) {
    return created.get(batch.name()).get();
  }

  /**
   * Waits for a count.
   *
   * @throws IllegalStateException where it is not reached in time, or cannot be
   */
  void await(String what, int wanted, IntSupplier count, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (count.getAsInt() < wanted) {
      feeds.forEach(CommittedFeed::check);
      String refused = firstDeadLetter.get();
      if (refused != null || System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "%s: %,d of %,d, first refusal: %s".formatted(what, count.getAsInt(), wanted, refused));
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private void operation(ConsumerRecord<String, byte[]> record) {
    String operationId = record.key().substring(record.key().lastIndexOf('/') + 1);
    AtomicInteger ofBatch = created.get(batch(operationId));
    if (ofBatch != null
        && snapshots.deserializer().deserialize(record.topic(), record.value()).getState()
            == OperationState.CHALLENGED) {
      ofBatch.incrementAndGet();
    }
  }

  private void deadLetter(ConsumerRecord<String, byte[]> record) {
    firstDeadLetter.compareAndSet(
        null,
        letters.deserializer().deserialize(record.topic(), record.value()).getReason().toString());
  }

  private void result(ConsumerRecord<String, byte[]> record, long arrivedAt) {
    OperationResult result = results.deserializer().deserialize(record.topic(), record.value());
    Outcomes ofBatch = outcomes.get(batch(result.getOperationId()));
    if (ofBatch != null) {
      ofBatch.result(
          ofBatch.batch().index(result.getOperationId()),
          result.getOutcome() == ResultOutcome.EXPIRED,
          arrivedAt);
    }
  }

  private static String batch(String operationId) {
    return operationId.substring(0, Math.max(0, operationId.indexOf('-')));
  }

  @Override
  public void close() {
    feeds.forEach(CommittedFeed::close);
  }
}
