package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplayRulesTest {

  @Test
  void shouldNeverWriteWhatTheProcessorWrites() {
    assertThat(Arrays.stream(Topic.values()).filter(ReplayRules::mayBeReplayedInto))
        .contains(Topic.REQUESTS, Topic.COMMANDS, Topic.CLAIMS, Topic.TENANTS)
        .extracting(Topic::writtenBy)
        .doesNotContain("processor", "all");
  }

  @Test
  void shouldKnowEveryWriterOfTheCatalogue() {
    assertThat(Arrays.stream(Topic.values()).filter(topic -> !ReplayRules.mayBeReplayedInto(topic)))
        .extracting(Topic::writtenBy)
        .containsOnly("processor", "all");
  }

  @Test
  void shouldMendOnlyWhatIsNotACallersCommand() {
    assertThat(Arrays.stream(Topic.values()).filter(ReplayRules::mayBeMended))
        .containsExactlyInAnyOrder(Topic.REQUESTS, Topic.TENANTS);
  }
}
