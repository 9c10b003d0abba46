package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplayRulesTest {

  @Test
  void shouldNeverWriteWhatTheProcessorWrites() {
    assertThat(Arrays.stream(Topic.values()).filter(ReplayRules::mayBeReplayedInto))
        .containsExactlyInAnyOrder(Topic.REQUESTS, Topic.COMMANDS, Topic.CLAIMS, Topic.TENANTS);
  }

  @Test
  void shouldMendOnlyWhatIsNotACallersCommand() {
    assertThat(Arrays.stream(Topic.values()).filter(ReplayRules::mayBeMended))
        .containsExactlyInAnyOrder(Topic.REQUESTS, Topic.TENANTS);
  }
}
