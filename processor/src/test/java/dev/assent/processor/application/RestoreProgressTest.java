package dev.assent.processor.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RestoreProgressTest {
  private static final TopicPartition USERS = new TopicPartition("users-changelog", 3);
  private static final TopicPartition TIMERS = new TopicPartition("timers-changelog", 1);

  private final RestoreProgress progress = new RestoreProgress();

  @Test
  void shouldSayWhichStoresAreRestoredAndHowFarTheyAre() {
    // Given
    progress.onRestoreStart(USERS, "users", 100, 600);
    progress.onRestoreStart(TIMERS, "timers", 0, 50);

    // When
    progress.onBatchRestored(USERS, "users", 300, 200);
    progress.onBatchRestored(USERS, "users", 350, 50);

    // Then
    assertThat(progress.describe())
        .containsEntry("users/3", "250 of 500 records")
        .containsEntry("timers/1", "0 of 50 records")
        .hasSize(2);
  }

  @Test
  void shouldSayNothingOfStoresThatAreRestored() {
    // Given
    progress.onRestoreStart(USERS, "users", 0, 10);
    progress.onRestoreStart(TIMERS, "timers", 0, 10);

    // When
    progress.onRestoreEnd(USERS, "users", 10);
    progress.onRestoreSuspended(TIMERS, "timers", 4);

    // Then
    assertThat(progress.describe()).isEmpty();
  }
}
