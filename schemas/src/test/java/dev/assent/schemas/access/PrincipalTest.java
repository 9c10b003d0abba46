package dev.assent.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrincipalTest {
  /** What the catalogue calls those who write and read. */
  private static final Map<String, Set<Principal>> CALLED =
      Map.ofEntries(
          Map.entry("upstream", Set.of(Principal.UPSTREAM)),
          Map.entry("processor", Set.of(Principal.PROCESSOR)),
          Map.entry("view", Set.of(Principal.PROCESSOR)),
          Map.entry("ingress", Set.of(Principal.INGRESS)),
          Map.entry("the one ingress instance that asked", Set.of(Principal.INGRESS)),
          Map.entry("connectors", Set.of(Principal.CONNECTORS, Principal.WEBHOOKS, Principal.PUSH)),
          Map.entry("administration", Set.of(Principal.ADMINISTRATION, Principal.INGRESS)),
          Map.entry("analytics", Set.of(Principal.ANALYTICS)),
          Map.entry("auditors", Set.of(Principal.AUDITORS)),
          Map.entry("operators", Set.of(Principal.OPERATORS)),
          Map.entry("all", EnumSet.complementOf(EnumSet.of(Principal.OPERATORS))));

  @ParameterizedTest
  @EnumSource(Topic.class)
  @Tag("KA-1")
  void shouldLetNobodyWriteWhomTheCatalogueDoesNotName(Topic topic) {
    // Given
    Set<Principal> named = named(topic.writtenBy());

    // When
    Set<Principal> writers =
        Arrays.stream(Principal.values())
            .filter(principal -> principal.writes(topic))
            .filter(principal -> principal != Principal.OPERATORS)
            .collect(Collectors.toSet());

    // Then
    assertThat(named).containsAll(writers);
    for (String word : topic.writtenBy().split(", ")) {
      assertThat(CALLED.get(word)).as(word).containsAnyElementsOf(writers);
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  @Tag("KA-1")
  void shouldLetNobodyReadWhomTheCatalogueDoesNotName(Topic topic) {
    // Given
    Set<Principal> named = named(topic.readBy());

    // When
    Set<Principal> readers =
        Arrays.stream(Principal.values())
            .filter(principal -> principal.reads(topic))
            .filter(principal -> principal != Principal.OPERATORS)
            .collect(Collectors.toSet());

    // Then
    assertThat(named).containsAll(readers);
    for (String word : topic.readBy().replaceAll(" \\([^)]*\\)", "").split(", ")) {
      if (!word.equals("operators")) {
        assertThat(CALLED.get(word)).as(word).containsAnyElementsOf(readers);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"REPLIES", "OPERATIONS", "RESULTS", "CREDENTIALS"})
  @Tag("KA-1")
  void shouldLetTheProcessorAloneWriteWhatWasDecided(Topic topic) {
    assertThat(Principal.values())
        .filteredOn(principal -> principal.writes(topic))
        .containsExactly(Principal.PROCESSOR);
  }

  @Test
  @Tag("KA-9")
  void shouldLetTheIngressAloneWriteTheTrail() {
    assertThat(Principal.values())
        .filteredOn(principal -> principal.writes(Topic.AUDIT))
        .containsExactly(Principal.INGRESS);
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("AS-16")
  void shouldGiveNobodyPowerOverTheCluster(Principal principal) {
    assertThat(principal.grants())
        .allSatisfy(
            grant -> {
              assertThat(grant.operations())
                  .doesNotContain(
                      AclOperation.ALL, AclOperation.ALTER, AclOperation.CLUSTER_ACTION);
              if (grant.type() == ResourceType.CLUSTER) {
                assertThat(grant.operations()).containsExactly(AclOperation.DESCRIBE_CONFIGS);
              }
              if (grant.pattern() == PatternType.PREFIXED) {
                assertThat(Topic.values())
                    .noneMatch(topic -> topic.topicName().startsWith(grant.name()));
              }
            });
  }

  @Test
  @Tag("AS-16")
  void shouldLetNoTwoShareGroupsTransactionsOrInternalTopics() {
    assertThat(
            Arrays.stream(Principal.values())
                .flatMap(principal -> principal.grants().stream())
                .filter(grant -> grant.type() != ResourceType.CLUSTER)
                .filter(
                    grant ->
                        grant.type() != ResourceType.TOPIC
                            || grant.pattern() == PatternType.PREFIXED)
                .map(grant -> grant.type() + " " + grant.name()))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldGrantTheUserThatAPrincipalIs() {
    assertThat(Principal.INGRESS.bindings("bank-ingress"))
        .allMatch(binding -> binding.entry().principal().equals("User:bank-ingress"))
        .anyMatch(
            binding ->
                binding.pattern().name().equals("assent.commands")
                    && binding.entry().operation() == AclOperation.WRITE)
        .noneMatch(binding -> binding.pattern().name().equals("assent.results"));
  }

  private static Set<Principal> named(String words) {
    return Arrays.stream(words.replaceAll(" \\([^)]*\\)", "").split(", "))
        .flatMap(word -> CALLED.get(word).stream())
        .collect(Collectors.toSet());
  }
}
