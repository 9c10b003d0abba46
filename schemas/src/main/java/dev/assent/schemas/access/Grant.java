package dev.assent.schemas.access;

import dev.assent.schemas.catalogue.Topic;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What one principal may do with one resource, or with all whose name begins alike.
 *
 * @param type of the resource
 * @param name of the resource, or what its name begins with
 * @param pattern literal or prefixed
 * @param operations by Kafka's names; reading, writing, deleting and altering include describing
 */
public record Grant(
    ResourceType type, String name, PatternType pattern, Set<AclOperation> operations) {
  public Grant {
    operations = Set.copyOf(operations);
  }

  /** Rights on a topic of the catalogue. */
  static Grant topic(Topic topic, Set<AclOperation> operations) {
    return new Grant(ResourceType.TOPIC, topic.topicName(), PatternType.LITERAL, operations);
  }

  /**
   * Internal topics of Kafka Streams: made, written and restored from by the application itself.
   */
  static Grant internalTopics(String prefix) {
    return new Grant(
        ResourceType.TOPIC,
        prefix,
        PatternType.PREFIXED,
        EnumSet.of(
            AclOperation.CREATE,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DESCRIBE_CONFIGS));
  }

  /** Membership of one consumer group. */
  static Grant group(String name) {
    return new Grant(ResourceType.GROUP, name, PatternType.LITERAL, EnumSet.of(AclOperation.READ));
  }

  /** Membership of all consumer groups whose name begins so. */
  static Grant groups(String prefix) {
    return new Grant(
        ResourceType.GROUP, prefix, PatternType.PREFIXED, EnumSet.of(AclOperation.READ));
  }

  /** Membership of share groups, which their members set up themselves before they join. */
  static Grant shareGroups(String name, PatternType pattern) {
    return new Grant(
        ResourceType.GROUP,
        name,
        pattern,
        EnumSet.of(AclOperation.READ, AclOperation.ALTER_CONFIGS));
  }

  /** Transactions under ids that begin so. */
  static Grant transactions(String name, PatternType pattern) {
    return new Grant(ResourceType.TRANSACTIONAL_ID, name, pattern, EnumSet.of(AclOperation.WRITE));
  }

  /** A look at the brokers' settings, which the gate judges; secrets among them are not shown. */
  static Grant brokerSettings() {
    return new Grant(
        ResourceType.CLUSTER,
        Resource.CLUSTER_NAME,
        PatternType.LITERAL,
        EnumSet.of(AclOperation.DESCRIBE_CONFIGS));
  }
}
