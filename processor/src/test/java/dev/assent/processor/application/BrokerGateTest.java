package dev.assent.processor.application;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerGateTest {

  @ParameterizedTest
  @ValueSource(shorts = {0, 1})
  @Tag("KA-6")
  void shouldRefuseABrokerWhereADelayedMessageCanEndALaterTransaction(short version) {
    // Given
    Map<String, FinalizedVersionRange> features = version(version);

    // When / Then
    assertThatThrownBy(() -> BrokerGate.checkFeature(features))
        .isInstanceOf(BrokerGate.RefusedException.class)
        .hasMessage(
            "the cluster has transaction.version=%d; exactly-once needs at least 2:"
                + " kafka-features.sh upgrade --feature transaction.version=2",
            version);
  }

  @Test
  void shouldRefuseABrokerThatDoesNotKnowTheFeature() {
    assertThatThrownBy(() -> BrokerGate.checkFeature(Map.of()))
        .isInstanceOf(BrokerGate.RefusedException.class)
        .hasMessageStartingWith("the cluster has transaction.version=0;");
  }

  @ParameterizedTest
  @ValueSource(shorts = {2, 3})
  void shouldStartOnABrokerThatIsNewEnough(short version) {
    assertThatCode(() -> BrokerGate.checkFeature(version(version))).doesNotThrowAnyException();
  }

  @Test
  void shouldStartWhenTheTopicsAreAsTheCatalogueSays() {
    assertThatCode(() -> BrokerGate.checkTopics(topics())).doesNotThrowAnyException();
  }

  @Test
  void shouldNameEveryTopicThatIsMissing() {
    // Given
    Map<String, Integer> topics = topics();
    topics.remove("assent.results");
    topics.remove("assent.claims");

    // When / Then
    assertThatThrownBy(() -> BrokerGate.checkTopics(topics))
        .isInstanceOf(BrokerGate.RefusedException.class)
        .hasMessage("topics are missing: assent.claims, assent.results");
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  @Tag("KA-6")
  void shouldRefuseTopicsThatWouldTearAUserOrAClaimApart(Topic topic) {
    // Given
    Map<String, Integer> topics = topics();
    topics.merge(topic.topicName(), 1, Integer::sum);

    // When / Then
    switch (topic.partitioning()) {
      case BY_USER, BY_OPERATION ->
          assertThatThrownBy(() -> BrokerGate.checkTopics(topics))
              .isInstanceOf(BrokerGate.RefusedException.class)
              .hasMessageStartingWith("topics must have equally many partitions: ")
              .hasMessageContaining(topic.topicName() + "=7");
      case BY_ASKER, BY_INSTANCE, SINGLE ->
          assertThatCode(() -> BrokerGate.checkTopics(topics)).doesNotThrowAnyException();
    }
  }

  private static Map<String, FinalizedVersionRange> version(short version) {
    return Map.of("transaction.version", new FinalizedVersionRange(version, version));
  }

  private static Map<String, Integer> topics() {
    return new HashMap<>(
        Arrays.stream(Topic.values())
            .collect(Collectors.toMap(Topic::topicName, topic -> topic.partitions(6))));
  }
}
