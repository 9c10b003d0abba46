package dev.assent.schemas.access;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.settings.KafkaSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Barrier: refuses to start on a secured cluster that is not secured, or as a principal that may do
 * more or less than its own work (security.md, KA-1 and KA-6). A cluster that is spoken to in plain
 * is not judged: {@link KafkaSettings} lets that happen on one machine only, or where somebody said
 * that it is meant.
 */
public final class ClusterGate {
  private final Admin admin;
  private final Principal principal;

  private ClusterGate(Admin admin, Principal principal) {
    this.admin = admin;
    this.principal = principal;
  }

  /**
   * Checks the cluster and this process's rights on it.
   *
   * @throws ClusterRefusedException with the first thing that is not as it should be
   * @throws org.apache.kafka.common.KafkaException where a setting of the client is not valid
   */
  public static void check(KafkaSettings settings, Principal principal)
      throws ClusterRefusedException, InterruptedException {
    if (!settings.secured()) {
      return;
    }
    try (Admin admin = Admin.create(Map.copyOf(settings.clients()))) {
      new ClusterGate(admin, principal).check(settings.leastReplicas());
    }
  }

  private void check(int leastReplicas) throws ClusterRefusedException, InterruptedException {
    checkBrokers();
    Map<Topic, TopicDescription> topics = topics();
    Map<Topic, Set<AclOperation>> authorized = new EnumMap<>(Topic.class);
    topics.forEach(
        (topic, description) ->
            authorized.put(
                topic,
                description.authorizedOperations() == null
                    ? Set.of()
                    : description.authorizedOperations()));
    ClusterRules.requireExactly(principal, authorized);
    checkReplicas(topics, leastReplicas);
  }

  private void checkBrokers() throws ClusterRefusedException, InterruptedException {
    List<ConfigResource> brokers =
        told("the brokers", admin.describeCluster().nodes()).stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    for (Map.Entry<ConfigResource, Map<String, String>> broker :
        settings("the brokers' settings", brokers).entrySet()) {
      ClusterRules.requireSound(broker.getKey().name(), broker.getValue());
    }
  }

  private void checkReplicas(Map<Topic, TopicDescription> topics, int least)
      throws ClusterRefusedException, InterruptedException {
    Map<Topic, ConfigResource> own = new EnumMap<>(Topic.class);
    for (Topic topic : topics.keySet()) {
      if (principal.operations(topic).contains(AclOperation.DESCRIBE_CONFIGS)) {
        own.put(topic, new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()));
      }
    }
    Map<ConfigResource, Map<String, String>> settings =
        settings("the topics' settings", own.values());
    for (Map.Entry<Topic, ConfigResource> entry : own.entrySet()) {
      int replicas =
          topics.get(entry.getKey()).partitions().stream()
              .mapToInt(partition -> partition.replicas().size())
              .min()
              .orElse(0);
      String inSync = settings.get(entry.getValue()).get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
      ClusterRules.requireReplicas(
          entry.getKey(), replicas, inSync == null ? 0 : Integer.parseInt(inSync), least);
    }
  }

  /** Without those that the principal may not see. */
  private Map<Topic, TopicDescription> topics()
      throws ClusterRefusedException, InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin
            .describeTopics(
                Arrays.stream(Topic.values()).map(Topic::topicName).toList(),
                new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      try {
        found.put(topic, asked.get(topic.topicName()).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw refused("the topic " + topic.topicName(), e);
        }
      }
    }
    return found;
  }

  private Map<ConfigResource, Map<String, String>> settings(
      String what, Collection<ConfigResource> resources)
      throws ClusterRefusedException, InterruptedException {
    Map<ConfigResource, Map<String, String>> settings = new HashMap<>();
    for (Map.Entry<ConfigResource, Config> found :
        told(what, admin.describeConfigs(resources).all()).entrySet()) {
      Map<String, String> values = new HashMap<>();
      for (ConfigEntry entry : found.getValue().entries()) {
        if (entry.value() != null) {
          values.put(entry.name(), entry.value());
        }
      }
      settings.put(found.getKey(), values);
    }
    return settings;
  }

  private <T> T told(String what, KafkaFuture<T> asked)
      throws ClusterRefusedException, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw refused(what, e);
    }
  }

  private ClusterRefusedException refused(String what, ExecutionException failure) {
    return new ClusterRefusedException(
        "the cluster does not tell the %s of %s: %s"
            .formatted(principal.key(), what, failure.getCause().getMessage()));
  }
}
