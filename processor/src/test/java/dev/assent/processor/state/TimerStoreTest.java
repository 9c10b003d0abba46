package dev.assent.processor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Seeds;
import dev.assent.processor.state.TimerStore.DueTimer;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.avro.TimerSubject;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

  @Test
  void shouldReadNothingWhereNothingIsDue() {
    // Given
    CountedReads store = new CountedReads();
    TimerStore timers = new TimerStore(store.counted());
    for (int number = 0; number < 10_000; number++) {
      set(timers, 5_000 + number, "operation-" + number);
    }
    timers.due(Instant.ofEpochMilli(1_000), 10);
    int looked = store.reads();

    // When
    for (int now = 1_001; now < 5_000; now++) {
      timers.due(Instant.ofEpochMilli(now), 10);
    }

    // Then
    assertThat(store.reads()).isEqualTo(looked);
  }

  @Test
  void shouldFindWhatWasStoredBeforeARestart() {
    // Given
    CountedReads store = new CountedReads();
    TimerStore before = new TimerStore(store.counted());
    set(before, 3_000, "operation-2");
    set(before, 2_000, "operation-1");
    before.due(Instant.ofEpochMilli(1_000), 10);

    // When
    TimerStore after = new TimerStore(store.counted());

    // Then
    assertThat(after.due(Instant.ofEpochMilli(1_999), 10)).isEmpty();
    assertThat(after.due(Instant.ofEpochMilli(3_000), 10))
        .extracting(due -> due.timer().getSubject())
        .containsExactly("operation-1", "operation-2");
  }

  @Test
  void shouldReadNoMoreThanTheLimitHoweverMuchIsDue() {
    // Given
    CountedReads store = new CountedReads();
    TimerStore timers = new TimerStore(store.counted());
    for (int number = 0; number < 1_000; number++) {
      set(timers, 1_000 + number, "operation-" + number);
    }

    // When
    List<DueTimer> due = timers.due(Instant.ofEpochMilli(5_000), 10);

    // Then
    assertThat(due).hasSize(10);
    assertThat(store.entries()).isLessThanOrEqualTo(11);
  }

  private static void set(TimerStore timers, long dueAt, String subject) {
    TimerPurpose purpose = TimerPurpose.EXPIRE_OPERATION;
    timers.put(
        TimerStore.key(Instant.ofEpochMilli(dueAt), purpose, USER, subject),
        timers.value(purpose, USER, subject, Correlation.NONE));
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
          List<TimerSubject> others =
              Collections.nCopies(
                  random.nextInt(3), new TimerSubject(USER.tenant(), USER.userId(), "other"));
          timers.put(key, timers.value(purpose, USER, subject, Correlation.NONE, others));
          TimerRecord record =
              new TimerRecord(
                  purpose, USER.tenant(), USER.userId(), subject, null, null, null, others);
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
          List<Bytes> expected = new ArrayList<>();
          int size = 0;
          for (Map.Entry<Bytes, Timer> entry : model.entrySet()) {
            if (entry.getValue().dueAt() <= latest && size < limit) {
              expected.add(entry.getKey());
              size += 1 + entry.getValue().record().getOthers().size();
            }
          }
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
