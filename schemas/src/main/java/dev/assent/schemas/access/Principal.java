package dev.assent.schemas.access;

import static dev.assent.schemas.catalogue.Topic.ADMITTED;
import static dev.assent.schemas.catalogue.Topic.AUDIT;
import static dev.assent.schemas.catalogue.Topic.CLAIMS;
import static dev.assent.schemas.catalogue.Topic.COMMANDS;
import static dev.assent.schemas.catalogue.Topic.CONNECTOR_OUTCOMES;
import static dev.assent.schemas.catalogue.Topic.CONNECTOR_TASKS_IDP;
import static dev.assent.schemas.catalogue.Topic.CONNECTOR_TASKS_MSSP;
import static dev.assent.schemas.catalogue.Topic.CREDENTIALS;
import static dev.assent.schemas.catalogue.Topic.DEAD_LETTERS;
import static dev.assent.schemas.catalogue.Topic.OPERATIONS;
import static dev.assent.schemas.catalogue.Topic.PUSH_TASKS;
import static dev.assent.schemas.catalogue.Topic.REPLIES;
import static dev.assent.schemas.catalogue.Topic.REQUESTED;
import static dev.assent.schemas.catalogue.Topic.REQUESTS;
import static dev.assent.schemas.catalogue.Topic.RESULTS;
import static dev.assent.schemas.catalogue.Topic.TENANTS;
import static dev.assent.schemas.catalogue.Topic.WEBHOOK_OUTCOMES;

import dev.assent.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Who speaks to the cluster, and the least that each must be allowed: the one table that rights are
 * granted, documented, checked at each start and tested from (security.md, KA-1).
 */
public enum Principal {
  /** Decides: the only one that writes replies, snapshots and results. */
  PROCESSOR(
      "assent-processor",
      Kind.SERVICE,
      EnumSet.of(
          REQUESTS,
          COMMANDS,
          CLAIMS,
          CONNECTOR_OUTCOMES,
          TENANTS,
          REQUESTED,
          ADMITTED,
          OPERATIONS,
          CREDENTIALS),
      EnumSet.of(
          REPLIES,
          OPERATIONS,
          RESULTS,
          CREDENTIALS,
          CONNECTOR_TASKS_IDP,
          CONNECTOR_TASKS_MSSP,
          PUSH_TASKS,
          DEAD_LETTERS,
          REQUESTED,
          ADMITTED),
      Grant.group("assent-processor"),
      Grant.transactions("assent-processor-", PatternType.PREFIXED),
      Grant.internalTopics("assent-processor-")),
  /** The HTTP API. It writes tenants, because tenants are administered over HTTP. */
  INGRESS(
      "assent-ingress",
      Kind.SERVICE,
      EnumSet.of(REPLIES, TENANTS, OPERATIONS),
      EnumSet.of(COMMANDS, CLAIMS, TENANTS, AUDIT)),
  /** Workers that call providers. */
  CONNECTORS(
      "assent-connectors",
      Kind.SERVICE,
      EnumSet.of(CONNECTOR_TASKS_IDP, CONNECTOR_TASKS_MSSP),
      EnumSet.of(CONNECTOR_OUTCOMES, DEAD_LETTERS),
      Grant.shareGroups("assent-connector-", PatternType.PREFIXED)),
  /** Delivers results by HTTP. */
  WEBHOOKS(
      "assent-webhooks",
      Kind.SERVICE,
      EnumSet.of(RESULTS, TENANTS, WEBHOOK_OUTCOMES),
      EnumSet.of(WEBHOOK_OUTCOMES, DEAD_LETTERS),
      Grant.group("assent-webhooks"),
      Grant.transactions("assent-webhooks-", PatternType.PREFIXED),
      Grant.internalTopics("assent-webhooks-")),
  /** Tells devices of challenges, and has addresses forgotten that are no more. */
  PUSH(
      "assent-push",
      Kind.SERVICE,
      EnumSet.of(PUSH_TASKS),
      EnumSet.of(COMMANDS, DEAD_LETTERS),
      Grant.shareGroups("assent-push", PatternType.LITERAL)),
  /** Creates topics and keeps their settings; makes the first tenant. */
  ADMINISTRATION("assent-administration", Kind.TOOL, EnumSet.of(TENANTS), EnumSet.of(TENANTS)),
  /** Looks into dead letters and sends again what was asked for or answered, never a decision. */
  OPERATORS(
      "assent-operators",
      Kind.TOOL,
      EnumSet.allOf(Topic.class),
      EnumSet.of(
          REQUESTS, COMMANDS, CLAIMS, CONNECTOR_OUTCOMES, TENANTS, WEBHOOK_OUTCOMES, DEAD_LETTERS),
      Grant.transactions("assent-dead-letters", PatternType.LITERAL)),
  /** Systems that ask for operations over Kafka and wait for their results. */
  UPSTREAM(
      "assent-upstream",
      Kind.OUTSIDE,
      EnumSet.of(RESULTS),
      EnumSet.of(REQUESTS),
      Grant.groups("assent-upstream-")),
  /** Whoever reads what is public. */
  ANALYTICS(
      "assent-analytics",
      Kind.OUTSIDE,
      EnumSet.of(OPERATIONS, RESULTS, CREDENTIALS),
      EnumSet.noneOf(Topic.class),
      Grant.groups("assent-analytics-")),
  /** Verifies and exports the audit trail. */
  AUDITORS(
      "assent-auditors",
      Kind.OUTSIDE,
      EnumSet.of(AUDIT),
      EnumSet.noneOf(Topic.class),
      Grant.groups("assent-auditors-"));

  /** What a principal is. */
  public enum Kind {
    /** A part of Assent that runs, and checks its rights before it does. */
    SERVICE,
    /** A program that people run. */
    TOOL,
    /** Somebody else's system. */
    OUTSIDE
  }

  private static final String EVERYWHERE = "*";

  private final String standardName;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // never changed, and never given away
  private final Set<Topic> reads;

  @SuppressWarnings("ImmutableEnumChecker") // never changed, and never given away
  private final Set<Topic> writes;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
  private final List<Grant> further;

  Principal(String standardName, Kind kind, Set<Topic> reads, Set<Topic> writes, Grant... further) {
    this.standardName = standardName;
    this.kind = kind;
    this.reads = reads;
    this.writes = writes;
    this.further = List.of(further);
  }

  /** How settings and pages call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The user that it is on the cluster where nothing else is said. */
  public String standardName() {
    return standardName;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Whether it may read the topic's records. */
  public boolean reads(Topic topic) {
    return reads.contains(topic);
  }

  /** Whether it may write to the topic. */
  public boolean writes(Topic topic) {
    return writes.contains(topic);
  }

  /**
   * What it may do with the topic, without what that includes; nothing for a topic that is none of
   * its business.
   */
  public Set<AclOperation> operations(Topic topic) {
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    if (reads(topic)) {
      operations.add(AclOperation.READ);
    }
    if (writes(topic)) {
      operations.add(AclOperation.WRITE);
    }
    if (this == ADMINISTRATION) {
      operations.addAll(
          EnumSet.of(
              AclOperation.CREATE, AclOperation.DESCRIBE_CONFIGS, AclOperation.ALTER_CONFIGS));
    }
    if (this == PROCESSOR) {
      // its gate counts the partitions of all topics
      operations.add(AclOperation.DESCRIBE);
    }
    if (kind == Kind.SERVICE && !operations.isEmpty()) {
      operations.add(AclOperation.DESCRIBE_CONFIGS);
    }
    return operations;
  }

  /** Everything that it may do. */
  public List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    Arrays.stream(Topic.values())
        .filter(topic -> !operations(topic).isEmpty())
        .map(topic -> Grant.topic(topic, operations(topic)))
        .forEach(grants::add);
    grants.addAll(further);
    if (kind == Kind.SERVICE) {
      grants.add(Grant.brokerSettings());
    }
    return grants;
  }

  /**
   * The same as Kafka keeps it.
   *
   * @param user that it is on the cluster: the common name of its certificate or its SASL user
   */
  public List<AclBinding> bindings(String user) {
    String principal = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, user).toString();
    return grants().stream()
        .flatMap(
            grant ->
                grant.operations().stream()
                    .sorted()
                    .map(
                        operation ->
                            new AclBinding(
                                new ResourcePattern(grant.type(), grant.name(), grant.pattern()),
                                new AccessControlEntry(
                                    principal, EVERYWHERE, operation, AclPermissionType.ALLOW))))
        .toList();
  }
}
