package dev.assent.schemas.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.catalogue.Topic;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("KA-6")
class ClusterRulesTest {

  @Test
  void shouldTakeABrokerThatIsSecured() {
    assertThatCode(() -> ClusterRules.requireSound("1", broker(Map.of())))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listeners                      | SSL://:9093,PLAINTEXT://:9092          | a listener without TLS: PLAINTEXT;
          listeners                      | SSL://:9093,INSIDE://:9094             | a listener without TLS: INSIDE;
          auto.create.topics.enable      | true                                   | set auto.create.topics.enable=false
          authorizer.class.name          | ''                                     | set authorizer.class.name
          """)
  void shouldRefuseABrokerThatIsNot(String name, String value, String message) {
    // Given
    Map<String, String> settings = broker(Map.of(name, value));

    // When, then
    assertThatThrownBy(() -> ClusterRules.requireSound("7", settings))
        .isInstanceOf(ClusterRefusedException.class)
        .hasMessageStartingWith("broker 7 ")
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseABrokerThatDoesNotSayHowItIs() {
    assertThatThrownBy(() -> ClusterRules.requireSound("7", Map.of()))
        .isInstanceOf(ClusterRefusedException.class);
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  void shouldTakeExactlyTheRightsOfAPrincipal(Principal principal) {
    assertThatCode(() -> ClusterRules.requireExactly(principal, rights(principal)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldRefuseAPrincipalThatLacksARight(Principal principal) {
    for (Topic topic : Topic.values()) {
      for (AclOperation operation : principal.operations(topic)) {
        // Given
        Map<Topic, Set<AclOperation>> rights = rights(principal);
        rights.get(topic).remove(operation);

        // When, then
        assertThatThrownBy(() -> ClusterRules.requireExactly(principal, rights))
            .isInstanceOf(ClusterRefusedException.class)
            .hasMessageStartingWith("ACLs are missing: the " + principal.key() + " may not ")
            .hasMessageContaining(operation + " " + topic.topicName());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldRefuseAPrincipalThatMayDoAnothersWork(Principal principal) {
    for (Topic topic : Topic.values()) {
      for (AclOperation operation : EnumSet.of(AclOperation.READ, AclOperation.WRITE)) {
        if (!principal.operations(topic).contains(operation)) {
          // Given
          Map<Topic, Set<AclOperation>> rights = rights(principal);
          rights.computeIfAbsent(topic, _ -> EnumSet.noneOf(AclOperation.class)).add(operation);

          // When, then
          assertThatThrownBy(() -> ClusterRules.requireExactly(principal, rights))
              .isInstanceOf(ClusterRefusedException.class)
              .hasMessageStartingWith("ACLs do not hold the " + principal.key() + " back: it may ")
              .hasMessageContaining(operation + " " + topic.topicName());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 3", "4, 3, 3", "1, 1, 1", "2, 1, 2"})
  void shouldTakeEnoughCopies(int replicas, int inSync, int least) {
    assertThatCode(() -> ClusterRules.requireReplicas(Topic.RESULTS, replicas, inSync, least))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 3, 'assent.results has 2 replicas, and cluster.replicas.least is 3'",
    "3, 1, 3, 'assent.results has min.insync.replicas=1, and with cluster.replicas.least=3 it must be 2'"
  })
  void shouldRefuseTooFewCopies(int replicas, int inSync, int least, String message) {
    assertThatThrownBy(() -> ClusterRules.requireReplicas(Topic.RESULTS, replicas, inSync, least))
        .isInstanceOf(ClusterRefusedException.class)
        .hasMessageStartingWith(message);
  }

  private static Map<String, String> broker(Map<String, String> other) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "listeners", "SSL://:9093",
                "listener.security.protocol.map", "SSL:SSL,CONTROLLER:SSL,INSIDE:SASL_PLAINTEXT",
                "auto.create.topics.enable", "false",
                "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer"));
    settings.putAll(other);
    return settings;
  }

  /** As a cluster tells them: with what each includes. */
  private static Map<Topic, Set<AclOperation>> rights(Principal principal) {
    Map<Topic, Set<AclOperation>> rights = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      if (!principal.operations(topic).isEmpty()) {
        Set<AclOperation> operations = EnumSet.copyOf(principal.operations(topic));
        operations.add(AclOperation.DESCRIBE);
        rights.put(topic, operations);
      }
    }
    return rights;
  }
}
