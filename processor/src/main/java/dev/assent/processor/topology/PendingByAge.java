package dev.assent.processor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many operations of a partition are open, by age.
 *
 * @param counts by band; one that is missing has none
 * @param oldest when the oldest of them was created
 * @param complete whether all that were open before the partition was taken over are among them
 */
public record PendingByAge(Map<Band, Integer> counts, Optional<Instant> oldest, boolean complete) {
  public PendingByAge {
    counts = Map.copyOf(counts);
  }

  /** A band of ages. */
  public enum Band {
    UNDER_30_SECONDS("30s", Duration.ofSeconds(30)),
    UNDER_2_MINUTES("2m", Duration.ofMinutes(2)),
    UNDER_5_MINUTES("5m", Duration.ofMinutes(5)),
    UNDER_10_MINUTES("10m", Duration.ofMinutes(10)),
    /** Older than any operation may become: its expiry is late. */
    MORE("more", Duration.ofSeconds(Long.MAX_VALUE));

    private final String word;
    private final Duration end;

    Band(String word, Duration end) {
      this.word = word;
      this.end = end;
    }

    /** The tag's value. */
    public String word() {
      return word;
    }

    private static Band of(Duration age) {
      return Arrays.stream(values())
          .filter(band -> age.compareTo(band.end) < 0)
          .findFirst()
          .orElse(MORE);
    }
  }

  /** Sorts what is counted by the time of its creation. */
  static PendingByAge of(Map<Instant, Integer> byCreation, Instant now, boolean complete) {
    Map<Band, Integer> counts = new EnumMap<>(Band.class);
    byCreation.forEach(
        (created, count) ->
            counts.merge(Band.of(Duration.between(created, now)), count, Integer::sum));
    return new PendingByAge(counts, byCreation.keySet().stream().min(Instant::compareTo), complete);
  }
}
