package dev.assent.schemas.reference;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.assent.schemas.access.Grant;
import dev.assent.schemas.access.Principal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Rights are granted and documented from the table that the gate checks. */
final class AccessPageTest {
  @Test
  void shouldDescribeEveryRightOnTheReferencePage() {
    CommittedFile.referencePageMustBe(
        "acl.md",
        page(
            Arrays.stream(Principal.values()).map(AccessPageTest::section).collect(joining("\n"))));
  }

  @Test
  void shouldGrantEveryRightWithKafkasOwnTools() {
    CommittedFile.mustBe(
        Path.of("..", "docker", "acl", "grant"),
        script(
            Arrays.stream(Principal.values())
                .map(AccessPageTest::commands)
                .collect(joining("\n"))));
  }

  private static String section(Principal principal) {
    return """
    ## %s
    User `%s`; %s.

    | resource | name | may |
    |---|---|---|
    %s"""
        .formatted(
            principal.key(),
            principal.standardName(),
            switch (principal.kind()) {
              case SERVICE -> "a service, which starts with exactly these rights only";
              case TOOL -> "a program that people run";
              case OUTSIDE -> "somebody else's system: an example, for each a user of its own";
            },
            principal.grants().stream()
                .map(
                    grant ->
                        "| %s | `%s`%s | %s |\n"
                            .formatted(
                                words(grant.type().name()),
                                grant.name(),
                                grant.pattern() == PatternType.PREFIXED
                                    ? " and all that begin so"
                                    : "",
                                grant.operations().stream()
                                    .sorted()
                                    .map(operation -> words(operation.name()))
                                    .collect(joining(", "))))
                .collect(joining()));
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String commands(Principal principal) {
    return principal.grants().stream()
        .collect(
            groupingBy(
                grant -> List.of(grant.type(), grant.pattern(), grant.operations()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .map(alike -> command(principal, alike))
        .collect(joining());
  }

  private static String command(Principal principal, List<Grant> alike) {
    Grant first = alike.getFirst();
    String operations =
        operations(first).stream()
            .map(operation -> "--operation " + operation)
            .collect(joining(" "));
    String resources =
        alike.stream()
            .map(
                grant ->
                    grant.type() == ResourceType.CLUSTER
                        ? "--cluster"
                        : option(grant.type()) + " " + grant.name())
            .collect(joining(" "));
    return "grant %s %s%s \\\n  %s\n"
        .formatted(
            principal.standardName(),
            operations,
            first.pattern() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "",
            resources);
  }

  private static String option(ResourceType type) {
    return switch (type) {
      case TOPIC -> "--topic";
      case GROUP -> "--group";
      case TRANSACTIONAL_ID -> "--transactional-id";
      case CLUSTER, UNKNOWN, ANY, DELEGATION_TOKEN, USER ->
          throw new IllegalArgumentException("there is no option for " + type);
    };
  }

  /** As Kafka's tools spell them. */
  private static List<String> operations(Grant grant) {
    return grant.operations().stream()
        .sorted()
        .map(AclOperation::name)
        .map(
            name ->
                Arrays.stream(name.split("_"))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(joining()))
        .toList();
  }

  private static String page(String sections) {
    return """
    # Rights on the cluster

    Each part of Assent is a principal of its own, with the rights below and no others; everything else is denied.
    A service compares them with what the cluster says that it may do, and starts with neither more nor less
    ([secured](secured.md)). `assent-admin acl` grants what is missing; `docker/acl/grant` does the same with Kafka's
    own tools. Reading, writing, deleting and altering include describing.

    %s
    Generated from `dev.assent.schemas.access.Principal` by a test; write it anew with `-Dassent.update=true`.
    """
        .formatted(sections);
  }

  private static String script(String commands) {
    return """
    #!/usr/bin/env bash
    # Grants each principal the rights of docs/reference/acl.md, and nobody anything else:
    #   BOOTSTRAP=kafka-1:9093 COMMAND_CONFIG=admin.properties docker/acl/grant
    # with kafka-acls.sh on the PATH (or in KAFKA_ACLS), as somebody who may alter the cluster. Another user than
    # assent-processor: PRINCIPAL_assent_processor=NAME, and so on.
    # Generated from dev.assent.schemas.access.Principal by a test; write it anew with -Dassent.update=true.
    set -euo pipefail

    : "${BOOTSTRAP:?host:port of a broker}" "${COMMAND_CONFIG:?properties of a client that may alter the cluster}"

    grant() {
      local variable="PRINCIPAL_${1//-/_}" standard="$1"
      shift
      "${KAFKA_ACLS:-kafka-acls.sh}" --bootstrap-server "$BOOTSTRAP" --command-config "$COMMAND_CONFIG" \\
        --add --allow-principal "User:${!variable:-$standard}" "$@"
    }

    %s"""
        .formatted(commands);
  }
}
