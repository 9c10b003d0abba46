package dev.assent.schemas.catalogue;

import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The catalogue of topics: everything that creates, writes, reads or documents a topic takes it
 * from here.
 */
public enum Topic {
  REQUESTS(
      "assent.requests",
      Partitioning.BY_USER,
      "tenant/user",
      OperationRequest.getClassSchema(),
      Cleanup.delete(Duration.ofDays(7)),
      "upstream",
      "processor"),
  COMMANDS(
      "assent.commands",
      Partitioning.BY_USER,
      "tenant/user, or the challenge key where only that is known",
      Command.getClassSchema(),
      Cleanup.delete(Duration.ofDays(7)),
      "ingress, connectors",
      "processor"),
  CLAIMS(
      "assent.claims",
      Partitioning.BY_OPERATION,
      "tenant/operation",
      Command.getClassSchema(),
      Cleanup.delete(Duration.ofDays(7)),
      "ingress",
      "processor"),
  REPLIES(
      "assent.replies",
      Partitioning.BY_ASKER,
      "correlation id",
      Reply.getClassSchema(),
      Cleanup.delete(Duration.ofHours(1)),
      "processor",
      "the one ingress instance that asked"),
  OPERATIONS(
      "assent.operations",
      Partitioning.BY_USER,
      "tenant/user/operation",
      OperationSnapshot.getClassSchema(),
      Cleanup.compact(),
      "processor",
      "view, ingress (who waits for an outcome), analytics (public contract)"),
  RESULTS(
      "assent.results",
      Partitioning.BY_USER,
      "tenant/user",
      OperationResult.getClassSchema(),
      Cleanup.delete(Duration.ofDays(365)),
      "processor",
      "upstream, connectors (webhooks), analytics (public contract)"),
  CREDENTIALS(
      "assent.credentials",
      Partitioning.BY_USER,
      "tenant/user/credential",
      CredentialSnapshot.getClassSchema(),
      Cleanup.compact(),
      "processor",
      "view, analytics"),
  CONNECTOR_TASKS_IDP(
      "assent.connector-tasks.idp",
      Partitioning.BY_USER,
      "tenant/user/operation",
      ConnectorTask.getClassSchema(),
      Cleanup.delete(Duration.ofDays(1)),
      "processor",
      "connectors"),
  CONNECTOR_TASKS_MSSP(
      "assent.connector-tasks.mssp",
      Partitioning.BY_USER,
      "tenant/user/operation",
      ConnectorTask.getClassSchema(),
      Cleanup.delete(Duration.ofDays(1)),
      "processor",
      "connectors"),
  CONNECTOR_OUTCOMES(
      "assent.connector-outcomes",
      Partitioning.BY_USER,
      "tenant/user",
      ConnectorOutcome.getClassSchema(),
      Cleanup.delete(Duration.ofDays(7)),
      "connectors",
      "processor"),
  TENANTS(
      "assent.tenants",
      Partitioning.SINGLE,
      "tenant",
      Tenant.getClassSchema(),
      Cleanup.compact(),
      "administration",
      "all"),
  AUDIT(
      "assent.audit",
      Partitioning.BY_INSTANCE,
      "ingress instance",
      AuditRecord.getClassSchema(),
      Cleanup.delete(Duration.ofDays(365)),
      "ingress",
      "operators, auditors"),
  DEAD_LETTERS(
      "assent.dead-letters",
      Partitioning.SINGLE,
      "as received; none where it was longer than 512 characters",
      DeadLetter.getClassSchema(),
      Cleanup.delete(Duration.ofDays(90)),
      "all",
      "operators"),
  /** Requests from Kafka on their way to the claim stage. */
  REQUESTED(
      "assent.internal.requested",
      Partitioning.BY_OPERATION,
      "tenant/operation",
      null,
      Cleanup.delete(Duration.ofDays(7)),
      "processor",
      "processor"),
  /** Creations whose operation id is claimed, on their way to the user's partition. */
  ADMITTED(
      "assent.internal.admitted",
      Partitioning.BY_USER,
      "tenant/user",
      null,
      Cleanup.delete(Duration.ofDays(7)),
      "processor",
      "processor"),
  /** Devices that are to be told of a challenge; of no use once its deadline has passed. */
  PUSH_TASKS(
      "assent.internal.push-tasks",
      Partitioning.BY_USER,
      "tenant/user/operation",
      null,
      Cleanup.delete(Duration.ofHours(1)),
      "processor",
      "connectors"),
  /** What came of attempts to deliver results by HTTP, on its way back to their schedule. */
  WEBHOOK_OUTCOMES(
      "assent.internal.webhook-outcomes",
      Partitioning.BY_USER,
      "tenant/user",
      null,
      Cleanup.delete(Duration.ofDays(1)),
      "connectors",
      "connectors");

  /** What decides the partition of a record. */
  public enum Partitioning {
    /** Kafka's default hash of {@code tenant/user}, whatever follows it in the key. */
    BY_USER,
    /** Kafka's default hash of {@code tenant/operation}. */
    BY_OPERATION,
    /** The partition that the correlation id names. */
    BY_ASKER,
    /** Kafka's default hash of the instance that writes. */
    BY_INSTANCE,
    /** The topic has one partition. */
    SINGLE
  }

  /** How old records go. */
  public sealed interface Cleanup {
    /** Records go once they are older. */
    record Delete(Duration retention) implements Cleanup {}

    /** The latest record of each key stays. */
    record Compact() implements Cleanup {}

    static Cleanup delete(Duration retention) {
      return new Delete(retention);
    }

    static Cleanup compact() {
      return new Compact();
    }
  }

  private final String topicName;
  private final Partitioning partitioning;
  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // a generated class's schema is never changed
  private final Schema valueSchema;

  @SuppressWarnings("ImmutableEnumChecker") // records of immutable values
  private final Cleanup cleanup;

  private final String writtenBy;
  private final String readBy;

  Topic(
      String topicName,
      Partitioning partitioning,
      String key,
      Schema valueSchema,
      Cleanup cleanup,
      String writtenBy,
      String readBy) {
    this.topicName = topicName;
    this.partitioning = partitioning;
    this.key = key;
    this.valueSchema = valueSchema;
    this.cleanup = cleanup;
    this.writtenBy = writtenBy;
    this.readBy = readBy;
  }

  /** The topic's name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** What decides the partition of a record. */
  public Partitioning partitioning() {
    return partitioning;
  }

  /** What the record key says. */
  public String key() {
    return key;
  }

  /**
   * The schema that is registered for the value; nothing for a topic inside one service, whose
   * values are Avro single objects.
   */
  public Optional<Schema> valueSchema() {
    return Optional.ofNullable(valueSchema);
  }

  /** How old records go. */
  public Cleanup cleanup() {
    return cleanup;
  }

  /** Who writes it. */
  public String writtenBy() {
    return writtenBy;
  }

  /** Who reads it. */
  public String readBy() {
    return readBy;
  }

  /** The name under which the value's schema is registered. */
  public String valueSubject() {
    return topicName + "-value";
  }

  /**
   * Partitions to create the topic with.
   *
   * @param partitions of a topic that is spread; the user's topics must all have the same number
   */
  public int partitions(int partitions) {
    return partitioning == Partitioning.SINGLE ? 1 : partitions;
  }

  /** Settings to create the topic with. */
  public Map<String, String> settings() {
    return switch (cleanup) {
      case Cleanup.Delete delete ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG,
              Long.toString(delete.retention().toMillis()));
      case Cleanup.Compact _ ->
          Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    };
  }
}
