package dev.assent.processor.view;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/**
 * Which copies of stores on this instance are near enough to the owner's to be shown.
 *
 * <p>Barrier: a copy that is only being made would say that what everybody knows is not there.
 */
final class Copies {
  /** Records that a copy may be behind; what a busy partition writes in about a second. */
  private static final long TOLERATED_LAG = 1_000;

  /** The broker is asked where the logs end, and not for each reader anew. */
  private static final Duration KEPT = Duration.ofMillis(500);

  private final KafkaStreams streams;
  private volatile Lags known = new Lags(Map.of(), System.nanoTime() - KEPT.toNanos());

  private record Lags(Map<String, Map<Integer, LagInfo>> lags, long at) {}

  Copies(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Whether there is such a copy of the store's partition here, whoever owns it.
   *
   * @throws org.apache.kafka.streams.errors.StreamsException where the broker does not say
   */
  boolean has(String store, int partition) {
    if (System.nanoTime() - known.at() >= KEPT.toNanos()) {
      known = new Lags(streams.allLocalStorePartitionLags(), System.nanoTime());
    }
    LagInfo lag = known.lags().getOrDefault(store, Map.of()).get(partition);
    return lag != null && lag.offsetLag() <= TOLERATED_LAG;
  }
}
