package dev.assent.processor.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class StableOffsetsTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final StableOffsets offsets = new StableOffsets();

  @Test
  void shouldShowHowLongTheStableOffsetHasStayedWhileRecordsFollow() {
    // Given
    observe(0, 100, 103);
    observe(5, 100, 180);

    // When
    observe(35, 100, 250);

    // Then
    assertThat(offsets.lag("results")).isEqualTo(150);
    assertThat(offsets.stuckSeconds("results")).isEqualTo(35);
  }

  @Test
  void shouldFindNothingStuckWhileTransactionsComeAndGo() {
    // Given
    observe(0, 100, 103);

    // When
    observe(60, 4_000, 4_003);

    // Then
    assertThat(offsets.lag("results")).isEqualTo(3);
    assertThat(offsets.stuckSeconds("results")).isZero();
  }

  @Test
  void shouldNotCountTheTimeInWhichNothingWasWritten() {
    // Given
    observe(0, 100, 100);
    observe(600, 100, 100);

    // When
    observe(605, 100, 101);

    // Then
    assertThat(offsets.stuckSeconds("results")).isZero();
  }

  @Test
  void shouldShowThePartitionThatIsWorst() {
    // When
    offsets.observe(
        Map.of(partition(0), 10L, partition(1), 10L),
        Map.of(partition(0), 11L, partition(1), 90L),
        START);

    // Then
    assertThat(offsets.lag("results")).isEqualTo(80);
  }

  @Test
  void shouldSayNothingWhereNothingIsKnown() {
    // Given
    observe(0, 100, 103);

    // When
    offsets.forget();

    // Then
    assertThat(offsets.lag("results")).isNaN();
    assertThat(offsets.stuckSeconds("results")).isNaN();
  }

  private void observe(int second, long stable, long end) {
    offsets.observe(
        Map.of(partition(0), stable), Map.of(partition(0), end), START.plusSeconds(second));
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("results", number);
  }
}
