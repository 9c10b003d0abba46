package dev.assent.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.catalogue.Topic.Cleanup;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetentionTest {
  private static final Duration COMMANDS = Duration.ofDays(7);
  private static final Duration RESULTS = Duration.ofDays(365);

  @ParameterizedTest
  @EnumSource(Topic.class)
  @Tag("AS-18")
  void shouldCreateEachTopicWithItsOwnWayOfDeletion(Topic topic) {
    // When
    Map<String, String> settings = topic.settings();

    // Then
    switch (topic.cleanup()) {
      case Cleanup.Compact _ ->
          assertThat(settings).containsExactlyEntriesOf(Map.of("cleanup.policy", "compact"));
      case Cleanup.Delete(Duration retention) -> {
        assertThat(retention).isPositive().isLessThanOrEqualTo(RESULTS);
        assertThat(settings)
            .containsOnly(
                Map.entry("cleanup.policy", "delete"),
                Map.entry("retention.ms", Long.toString(retention.toMillis())));
      }
    }
  }

  @Test
  @Tag("AS-18")
  void shouldKeepNoProofOrSealedMessageLongerThanAWeek() {
    assertThat(
            new Topic[] {
              Topic.COMMANDS, Topic.CLAIMS, Topic.REPLIES, Topic.REQUESTED, Topic.ADMITTED
            })
        .allSatisfy(
            topic ->
                assertThat(topic.cleanup())
                    .isInstanceOfSatisfying(
                        Cleanup.Delete.class,
                        delete -> assertThat(delete.retention()).isLessThanOrEqualTo(COMMANDS)));
  }
}
