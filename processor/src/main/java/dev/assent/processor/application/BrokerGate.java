package dev.assent.processor.application;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Barrier: refuses to start on a broker where the guarantees do not hold.
 *
 * <p>Below {@code transaction.version} 2 (KIP-890 part 2) a delayed message can end a later
 * transaction; topics of one user with different numbers of partitions would tear the user apart.
 */
final class BrokerGate {
  private static final String TRANSACTION_VERSION = "transaction.version";
  private static final short LEAST_TRANSACTION_VERSION = 2;

  private BrokerGate() {}

  /** What forbids the start, in one line. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Checks the broker.
   *
   * @return the number of partitions that users are spread over
   */
  static int check(Admin admin) throws RefusedException, InterruptedException {
    checkFeature(features(admin));
    Map<String, Integer> partitions = topics(admin);
    checkTopics(partitions);
    return partitions.get(Topic.COMMANDS.topicName());
  }

  static void checkFeature(Map<String, FinalizedVersionRange> features) throws RefusedException {
    FinalizedVersionRange range = features.get(TRANSACTION_VERSION);
    short version = range == null ? 0 : range.maxVersionLevel();
    if (version < LEAST_TRANSACTION_VERSION) {
      throw new RefusedException(
          "the cluster has %s=%d; exactly-once needs at least %d: kafka-features.sh upgrade --feature %s=%d"
              .formatted(
                  TRANSACTION_VERSION,
                  version,
                  LEAST_TRANSACTION_VERSION,
                  TRANSACTION_VERSION,
                  LEAST_TRANSACTION_VERSION));
    }
  }

  static void checkTopics(Map<String, Integer> partitions) throws RefusedException {
    Set<String> missing = new TreeSet<>(names());
    missing.removeAll(partitions.keySet());
    if (!missing.isEmpty()) {
      throw new RefusedException("topics are missing: " + String.join(", ", missing));
    }
    for (Topic.Partitioning partitioning :
        List.of(Topic.Partitioning.BY_USER, Topic.Partitioning.BY_OPERATION)) {
      Map<String, Integer> together =
          Arrays.stream(Topic.values())
              .filter(topic -> topic.partitioning() == partitioning)
              .collect(
                  Collectors.toMap(Topic::topicName, topic -> partitions.get(topic.topicName())));
      if (Set.copyOf(together.values()).size() > 1) {
        throw new RefusedException("topics must have equally many partitions: " + together);
      }
    }
  }

  private static Map<String, FinalizedVersionRange> features(Admin admin)
      throws RefusedException, InterruptedException {
    try {
      return admin.describeFeatures().featureMetadata().get().finalizedFeatures();
    } catch (ExecutionException e) {
      throw new RefusedException("the broker does not answer: " + e.getCause().getMessage());
    }
  }

  private static Map<String, Integer> topics(Admin admin)
      throws RefusedException, InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<String> wanted = names().stream().filter(present::contains).toList();
      Map<String, TopicDescription> described = admin.describeTopics(wanted).allTopicNames().get();
      return described.entrySet().stream()
          .collect(
              Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().partitions().size()));
    } catch (ExecutionException e) {
      throw new RefusedException("the topics cannot be listed: " + e.getCause().getMessage());
    }
  }

  private static List<String> names() {
    return Arrays.stream(Topic.values()).map(Topic::topicName).toList();
  }
}
