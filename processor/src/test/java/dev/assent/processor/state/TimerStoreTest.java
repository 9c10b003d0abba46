package dev.assent.processor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Seeds;
import dev.assent.processor.state.TimerStore.DueTimer;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.key.UserKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

final class TimerStoreTest {
  private static final UserKey USER = new UserKey("bank", "A1B2");
  private static final List<TimerPurpose> PURPOSES = List.of(TimerPurpose.values());
  private static final int SPAN = 50;

  @Test
  void shouldGiveWhatIsDueEarliestFirstWhateverWasSetAndRemoved() {
    Seeds.of("timers", 2_000).forEach(TimerStoreTest::check);
  }

  private static void check(SplittableRandom random) {
    // Given
    TimerStore timers = new TimerStore(emptyStore());
    TreeMap<Bytes, Timer> model = new TreeMap<>(Comparator.naturalOrder());
    long now = 1_000;

    for (int step = 0; step < 60; step++) {
      long dueAt = now + random.nextInt(SPAN) - SPAN / 4;
      TimerPurpose purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
      String subject = "subject/" + random.nextInt(4);
      Bytes key = TimerStore.key(Instant.ofEpochMilli(dueAt), purpose, USER, subject);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          timers.put(key, timers.value(purpose, USER, subject));
          TimerRecord record = new TimerRecord(purpose, USER.tenant(), USER.userId(), subject);
          model.put(key, new Timer(dueAt, record));
        }
        case 2 -> {
          timers.delete(key);
          model.remove(key);
        }
        default -> {
          now += random.nextInt(SPAN / 2);
          int limit = 1 + random.nextInt(5);

          // When
          List<DueTimer> due = timers.due(Instant.ofEpochMilli(now), limit);

          // Then
          long latest = now;
          List<Bytes> expected =
              model.entrySet().stream()
                  .filter(entry -> entry.getValue().dueAt() <= latest)
                  .map(Map.Entry::getKey)
                  .limit(limit)
                  .toList();
          assertThat(due).extracting(DueTimer::key).isEqualTo(expected);
          assertThat(due)
              .allSatisfy(
                  timer ->
                      assertThat(new Timer(timer.dueAt().toEpochMilli(), timer.timer()))
                          .isEqualTo(model.get(timer.key())));
          due.forEach(
              timer -> {
                timers.delete(timer.key());
                model.remove(timer.key());
              });
        }
      }
    }
  }

  private record Timer(long dueAt, TimerRecord record) {}

  private static KeyValueStore<Bytes, byte[]> emptyStore() {
    return Stores.inMemoryKeyValueStore("timers").get();
  }
}
