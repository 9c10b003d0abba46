package dev.assent.verification.bench.cluster;

import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.verification.bench.timers.CommittedFeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How many results each operation has, as a reader of committed results sees it. */
final class CommittedResults implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final SelectableAvroSerde<OperationResult> serde;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final CommittedFeed feed;

  CommittedResults(Map<String, Object> clients) {
    serde = SelectableAvroSerde.forValues(clients, OperationResult.class);
    feed =
        new CommittedFeed(
            clients,
            Topic.RESULTS,
            (record, _) ->
                counts
                    .computeIfAbsent(
                        serde
                            .deserializer()
                            .deserialize(record.topic(), record.value())
                            .getOperationId(),
                        _ -> new AtomicInteger())
                    .incrementAndGet());
  }

  /** Waits for a result of each, and says in words whether each has exactly one. */
  String verdict(List<String> operations, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (missing(operations) > 0 && System.nanoTime() < end) {
      feed.check();
      LockSupport.parkNanos(LOOK.toNanos());
    }
    long missing = missing(operations);
    long more = operations.stream().filter(operation -> count(operation) > 1).count();
    return missing + more == 0
        ? "each of %,d exactly once".formatted(operations.size())
        : "WRONG: of %,d %,d without a result, %,d with more than one"
            .formatted(operations.size(), missing, more);
  }

  private long missing(List<String> operations) {
    return operations.stream().filter(operation -> count(operation) == 0).count();
  }

  private int count(String operation) {
    AtomicInteger count = counts.get(operation);
    return count == null ? 0 : count.get();
  }

  @Override
  public void close() {
    feed.close();
    serde.close();
  }
}
