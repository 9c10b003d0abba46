package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class PartitionersTest {
  private static final int PARTITIONS = 12;

  @Test
  void shouldPutAReplyOnThePartitionThatItsAskerReads() {
    // Given
    AskerPartitioner partitioner = new AskerPartitioner();

    // When / Then
    assertThat(partitioner.partitions("assent.replies", "7.abc", new byte[0], PARTITIONS))
        .contains(Set.of(7));
    assertThat(partitioner.partitions("assent.replies", "13.abc", new byte[0], PARTITIONS))
        .contains(Set.of(1));
  }

  @Test
  void shouldPutEverythingOfAUserWhereKafkaPutsTheUser() {
    // Given
    UserPartitioner partitioner = new UserPartitioner();

    for (int number = 0; number < 1_000; number++) {
      // When
      UserKey user = new UserKey("bank", "user/" + number);
      int expected =
          BuiltInPartitioner.partitionForKey(
              user.text().getBytes(StandardCharsets.UTF_8), PARTITIONS);

      // Then
      assertThat(partitioner.partitions("t", user.text("a/b"), null, PARTITIONS))
          .contains(Set.of(expected));
      assertThat(partitioner.partitions("t", user.text(), null, PARTITIONS))
          .contains(Set.of(expected));
      assertThat(ChallengeKey.issue(user, new byte[16]).partition(PARTITIONS)).isEqualTo(expected);
    }
  }
}
