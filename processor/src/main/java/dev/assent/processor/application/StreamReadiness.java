package dev.assent.processor.application;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;

/**
 * Ready once the stores are: until they are restored, nobody can be answered. From then on it stays
 * ready while partitions move, which all instances do at once: what it still has it answers, and
 * for the rest it knows whom to ask. Tells which stores are restored, and which partitions are far
 * behind.
 */
@Singleton
@Readiness
final class StreamReadiness extends AbstractHealthIndicator<Map<String, Object>> {
  /** Fewer records than this are what a busy stream has before it anyway. */
  private static final long FAR_BEHIND = 1_000;

  private final StreamLifecycle lifecycle;

  StreamReadiness(StreamLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    KafkaStreams streams = lifecycle.streams();
    KafkaStreams.State state = streams.state();
    boolean ready =
        state == KafkaStreams.State.RUNNING
            || (state == KafkaStreams.State.REBALANCING && lifecycle.hasRun());
    healthStatus = ready ? HealthStatus.UP : HealthStatus.DOWN;
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("state", state.name());
    Map<String, Object> restoring = lifecycle.restoring().describe();
    if (!restoring.isEmpty()) {
      details.put("restoring", restoring);
    }
    Map<String, Long> behind = behind(streams);
    if (!behind.isEmpty()) {
      details.put("behind", behind);
    }
    return details;
  }

  private static Map<String, Long> behind(KafkaStreams streams) {
    Map<String, Long> behind = new TreeMap<>();
    streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .forEach(task -> addBehind(task, behind));
    return behind;
  }

  private static void addBehind(TaskMetadata task, Map<String, Long> behind) {
    task.endOffsets()
        .forEach(
            (partition, end) -> {
              Long committed = task.committedOffsets().get(partition);
              // both are -1 as long as they are not known
              if (committed != null && committed >= 0 && end - committed >= FAR_BEHIND) {
                behind.put(partition.toString(), end - committed);
              }
            });
  }

  @Override
  protected String getName() {
    return "stream";
  }
}
