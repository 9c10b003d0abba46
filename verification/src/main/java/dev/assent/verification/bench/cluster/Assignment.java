package dev.assent.verification.bench.cluster;

import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** How the users' partitions are spread over the processors, as the group's coordinator says. */
final class Assignment implements AutoCloseable {
  private static final String GROUP = "assent-processor";
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Admin admin;

  Assignment(Map<String, Object> clients) {
    this.admin = Admin.create(clients);
  }

  /**
   * Waits until so many processors have partitions of users, and none has less than half of what
   * another has.
   *
   * @return the partitions of each, most first; what there is where it does not come to it
   */
  List<Integer> await(int processors, Duration within)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    List<Integer> spread = spread();
    while (!even(spread, processors) && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
      spread = spread();
    }
    return spread;
  }

  static boolean even(List<Integer> spread, int processors) {
    return spread.size() == processors && spread.getLast() * 2 >= spread.getFirst();
  }

  /** The partitions of each processor, most first; none while the group is at it. */
  private List<Integer> spread() throws ExecutionException, InterruptedException {
    ConsumerGroupDescription group =
        admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
    if (group.groupState() != GroupState.STABLE) {
      return List.of();
    }
    return group.members().stream()
        .map(
            member ->
                (int)
                    member.assignment().topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(Topic.COMMANDS.topicName()))
                        .count())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Override
  public void close() {
    admin.close();
  }
}
