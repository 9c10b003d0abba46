package dev.assent.standalone.cluster;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.standalone.process.StartFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the broker's topics in line with the catalogue. */
public final class TopicCreation {
  private final Admin admin;
  private final int partitions;
  private final Optional<Short> replicas;

  /** With as many replicas as the broker gives a topic that asks for no number. */
  TopicCreation(Admin admin, int partitions) {
    this(admin, partitions, Optional.empty());
  }

  /**
   * @param partitions of each topic that is spread, 1 to 1,000
   * @param replicas of each partition; nothing: as the broker has it
   */
  public TopicCreation(Admin admin, int partitions, Optional<Short> replicas) {
    this.admin = admin;
    this.partitions = partitions;
    this.replicas = replicas;
  }

  /**
   * Creates the topics of the catalogue that are missing, and gives those that exist the
   * catalogue's settings.
   *
   * @return how many were created
   * @throws StartFailure where an existing topic has another number of partitions: that cannot be
   *     changed without moving users away from their state
   */
  public int run() throws StartFailure, ExecutionException, InterruptedException {
    Set<String> existingNames = admin.listTopics().names().get();
    List<Topic> existing = new ArrayList<>();
    List<NewTopic> missing = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (existingNames.contains(topic.topicName())) {
        existing.add(topic);
      } else {
        missing.add(
            new NewTopic(topic.topicName(), Optional.of(topic.partitions(partitions)), replicas)
                .configs(topic.settings()));
      }
    }
    checkPartitions(existing);
    applySettings(existing);
    admin.createTopics(missing).all().get();
    return missing.size();
  }

  private void checkPartitions(List<Topic> existing)
      throws StartFailure, ExecutionException, InterruptedException {
    Map<String, TopicDescription> descriptions =
        admin
            .describeTopics(existing.stream().map(Topic::topicName).toList())
            .allTopicNames()
            .get();
    for (Topic topic : existing) {
      int actual = descriptions.get(topic.topicName()).partitions().size();
      int wanted = topic.partitions(partitions);
      if (actual != wanted) {
        throw new StartFailure(
            "Topic %s has %d partitions, not the %d asked for: start with --partitions=%d, or empty with --fresh"
                .formatted(topic.topicName(), actual, wanted, actual));
      }
    }
  }

  private void applySettings(List<Topic> existing) throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : existing) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
          topic.settings().entrySet().stream()
              .map(
                  setting ->
                      new AlterConfigOp(
                          new ConfigEntry(setting.getKey(), setting.getValue()),
                          AlterConfigOp.OpType.SET))
              .toList());
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }
}
