package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TickBoundTest {
  private static final long PERIOD = TickBound.PERIOD.toMillis();

  private final TickBound bound = new TickBound();
  private long now = 1_000 * PERIOD;

  @Test
  void shouldFireAsManyAsItsShareOfTimeAllows() {
    // Given
    Duration each = Duration.ofNanos(50_000);

    // When
    for (int tick = 0; tick < 30; tick++) {
      fire(each);
      now += PERIOD;
    }

    // Then
    long expected = TickBound.SHARE.dividedBy(each);
    assertThat(bound.limit(now)).isBetween((int) (0.9 * expected), (int) (1.1 * expected));
  }

  @Test
  void shouldTakeMoreOfTheTimeWhereItsShareDoesNotDo() {
    // Given
    Duration each = Duration.ofNanos(50_000);

    // When
    for (int tick = 0; tick < 30; tick++) {
      fire(each, TickBound.LATE.plusMillis(1));
      now += PERIOD;
    }

    // Then
    long expected = TickBound.SHARE_WHEN_LATE.dividedBy(each);
    assertThat(bound.limit(now)).isBetween((int) (0.9 * expected), (int) (1.1 * expected));
    fire(each);
    now += PERIOD;
    assertThat(bound.limit(now)).isLessThanOrEqualTo((int) (1.1 * TickBound.SHARE.dividedBy(each)));
  }

  @Test
  void shouldShareTheTimeAmongTheTasksThatHaveMuchToDo() {
    // Given
    Duration each = Duration.ofNanos(20_000);
    int tasks = 4;

    // When
    for (int tick = 0; tick < 30; tick++) {
      for (int task = 0; task < tasks; task++) {
        fire(each);
      }
      now += PERIOD;
    }

    // Then
    long expected = TickBound.SHARE.dividedBy(each) / tasks;
    assertThat(bound.limit(now)).isBetween((int) (0.9 * expected), (int) (1.1 * expected));
  }

  @Test
  void shouldGoOnWithTheSameShareWhereAPeriodTookTooLong() {
    // Given
    Duration each = Duration.ofNanos(20_000);
    for (int tick = 0; tick < 30; tick++) {
      fire(each);
      fire(each);
      now += PERIOD;
    }

    // When
    int shared = bound.limit(now);
    fire(each);
    fire(each);
    now += 3 * PERIOD;

    // Then
    assertThat(bound.limit(now)).isLessThanOrEqualTo(shared + shared / 10);
  }

  @Test
  void shouldFireSomeHoweverSlowTheyAre() {
    // Given
    bound.fired(now, 1, Duration.ofSeconds(10), Duration.ZERO);

    // When
    int limit = bound.limit(now);

    // Then
    assertThat(limit).isEqualTo(TickBound.LEAST);
  }

  @Test
  void shouldFireNoMoreThanTheMostHoweverFastTheyAre() {
    // Given
    for (int tick = 0; tick < 50; tick++) {
      bound.fired(now, 1_000, Duration.ofNanos(1), Duration.ZERO);
    }
    now += 10 * PERIOD;

    // When
    int limit = bound.limit(now);

    // Then
    assertThat(limit).isEqualTo(TickBound.MOST);
  }

  @Test
  void shouldTickTogetherWithTheOtherTasksOfTheThread() {
    // When
    Duration early = TickBound.untilNext(1_000 * PERIOD + 1);
    Duration late = TickBound.untilNext(1_000 * PERIOD + PERIOD / 2);

    // Then
    assertThat(early.minus(late)).isEqualTo(Duration.ofMillis(PERIOD / 2 - 1));
  }

  @Test
  void shouldLeaveTheRestOfTheWorkItsTurnWhereTheTicksTookThePeriod() {
    // When
    Duration next = TickBound.untilNext(1_001 * PERIOD - 1);

    // Then
    assertThat(next).isGreaterThanOrEqualTo(TickBound.PERIOD);
  }

  private void fire(Duration each) {
    fire(each, TickBound.LATE);
  }

  private void fire(Duration each, Duration wait) {
    int count = bound.limit(now);
    bound.fired(now, count, each.multipliedBy(count), wait);
  }
}
