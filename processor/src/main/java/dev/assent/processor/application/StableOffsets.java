package dev.assent.processor.application;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far last stable offsets are behind the ends of their partitions, and for how long they have
 * not moved. While transactions come and go a few records are always behind; an offset that stays
 * is a transaction that nobody ends, and holds up all who read committed records.
 */
final class StableOffsets {
  private final Map<TopicPartition, Seen> partitions = new ConcurrentHashMap<>();

  /**
   * @param since when this offset was seen first with records behind it
   * @param lag records between the stable offset and the end
   */
  private record Seen(long stable, Instant since, long lag, Instant at) {
    Duration stuck() {
      return lag == 0 ? Duration.ZERO : Duration.between(since, at);
    }
  }

  /**
   * Takes what the broker said.
   *
   * @param stable asked first, so that what is written meanwhile makes no lag of less than nothing
   * @param ends asked afterwards
   */
  void observe(Map<TopicPartition, Long> stable, Map<TopicPartition, Long> ends, Instant now) {
    partitions.keySet().retainAll(stable.keySet());
    stable.forEach(
        (partition, offset) -> {
          long lag = Math.max(0, ends.getOrDefault(partition, offset) - offset);
          partitions.merge(
              partition,
              new Seen(offset, now, lag, now),
              (before, seen) ->
                  before.stable() == offset && before.lag() > 0
                      ? new Seen(offset, before.since(), lag, now)
                      : seen);
        });
  }

  /** Nothing is known any more. */
  void forget() {
    partitions.clear();
  }

  /** Records behind the stable offset, of the partition that has most; NaN where not known. */
  double lag(String topic) {
    return partitions.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToDouble(entry -> entry.getValue().lag())
        .max()
        .orElse(Double.NaN);
  }

  /** Seconds for which the stable offset has stayed, of the partition where it is longest. */
  double stuckSeconds(String topic) {
    return partitions.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToDouble(entry -> entry.getValue().stuck().toSeconds())
        .max()
        .orElse(Double.NaN);
  }
}
