package dev.assent.schemas.access;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/** What a secured cluster must be like (security.md, KA-6); each refusal names what to change. */
final class ClusterRules {
  private static final Set<String> PLAIN = Set.of("PLAINTEXT", "SASL_PLAINTEXT");

  /** What changes something; whoever has more of it than its own can do another's work. */
  private static final Set<AclOperation> POWERS =
      EnumSet.of(
          AclOperation.READ,
          AclOperation.WRITE,
          AclOperation.CREATE,
          AclOperation.DELETE,
          AclOperation.ALTER,
          AclOperation.ALTER_CONFIGS);

  private ClusterRules() {}

  /**
   * Judges a broker by its settings.
   *
   * @param broker its id
   * @param settings by Kafka's names; a value that the broker does not show is left out
   */
  static void requireSound(String broker, Map<String, String> settings)
      throws ClusterRefusedException {
    Map<String, String> protocols =
        protocols(settings.getOrDefault("listener.security.protocol.map", ""));
    for (String listener : settings.getOrDefault("listeners", "").split(",")) {
      String name = listener.split("://", 2)[0].strip().toUpperCase(Locale.ROOT);
      if (PLAIN.contains(protocols.getOrDefault(name, name))) {
        throw new ClusterRefusedException(
            "broker %s has a listener without TLS: %s; take it out of its listeners, or give it SSL or SASL_SSL in listener.security.protocol.map"
                .formatted(broker, name));
      }
    }
    if (!"false".equals(settings.get("auto.create.topics.enable"))) {
      throw new ClusterRefusedException(
          "broker %s creates topics that nobody decided on: set auto.create.topics.enable=false"
              .formatted(broker));
    }
    if (settings.getOrDefault("authorizer.class.name", "").isEmpty()) {
      throw new ClusterRefusedException(
          "broker %s lets everybody do everything: set authorizer.class.name, then grant what docs/reference/acl.md says"
              .formatted(broker));
    }
  }

  /**
   * Judges what a principal may do with the topics of the catalogue.
   *
   * @param authorized what the cluster says it may do; without a topic that it may not even see
   */
  static void requireExactly(Principal principal, Map<Topic, Set<AclOperation>> authorized)
      throws ClusterRefusedException {
    Map<String, Set<String>> missing = new HashMap<>();
    Map<String, Set<String>> surplus = new HashMap<>();
    for (Topic topic : Topic.values()) {
      Set<AclOperation> own = principal.operations(topic);
      Set<AclOperation> actual = authorized.getOrDefault(topic, Set.of());
      note(missing, topic, own.stream().filter(operation -> !actual.contains(operation)).toList());
      note(
          surplus,
          topic,
          actual.stream()
              .filter(operation -> POWERS.contains(operation) && !own.contains(operation))
              .toList());
    }
    if (!missing.isEmpty()) {
      throw new ClusterRefusedException(
          "ACLs are missing: the %s may not %s; grant what docs/reference/acl.md says"
              .formatted(principal.key(), text(missing)));
    }
    if (!surplus.isEmpty()) {
      throw new ClusterRefusedException(
          "ACLs do not hold the %s back: it may %s; it must be a principal of its own, with the rights of docs/reference/acl.md and no others"
              .formatted(principal.key(), text(surplus)));
    }
  }

  /**
   * Judges how many copies of a topic there are.
   *
   * @param replicas the fewest of any of its partitions
   * @param inSync {@code min.insync.replicas}
   * @param least copies that there must be; all but one of them must be in sync
   */
  static void requireReplicas(Topic topic, int replicas, int inSync, int least)
      throws ClusterRefusedException {
    if (replicas < least) {
      throw new ClusterRefusedException(
          "%s has %d replicas, and cluster.replicas.least is %d: reassign its partitions"
              .formatted(topic.topicName(), replicas, least));
    }
    int leastInSync = Math.max(1, least - 1);
    if (inSync < leastInSync) {
      throw new ClusterRefusedException(
          "%s has min.insync.replicas=%d, and with cluster.replicas.least=%d it must be %d: a record that is acknowledged could be lost with one broker"
              .formatted(topic.topicName(), inSync, least, leastInSync));
    }
  }

  private static void note(
      Map<String, Set<String>> found, Topic topic, Collection<AclOperation> operations) {
    for (AclOperation operation : operations) {
      found.computeIfAbsent(operation.name(), _ -> new TreeSet<>()).add(topic.topicName());
    }
  }

  private static String text(Map<String, Set<String>> topics) {
    return topics.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static Map<String, String> protocols(String map) {
    return Arrays.stream(map.split(","))
        .map(entry -> entry.split(":", 2))
        .filter(entry -> entry.length == 2)
        .collect(
            Collectors.toMap(
                entry -> entry[0].strip().toUpperCase(Locale.ROOT),
                entry -> entry[1].strip(),
                (_, last) -> last));
  }
}
