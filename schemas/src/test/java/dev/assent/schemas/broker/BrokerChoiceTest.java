package dev.assent.schemas.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BrokerChoiceTest {
  @Test
  void shouldTakeAContainerWhereAnEngineAnswers() {
    // When, then
    assertThat(BrokerChoice.of(Optional.empty(), () -> true))
        .isEqualTo(BrokerChoice.TESTCONTAINERS);
  }

  @Test
  void shouldTakeTheEmbeddedBrokerWhereNoEngineAnswers() {
    // When, then
    assertThat(BrokerChoice.of(Optional.empty(), () -> false)).isEqualTo(BrokerChoice.EMBEDDED);
  }

  @Test
  void shouldTakeTheEmbeddedBrokerWhereItIsForcedAndAskNoEngine() {
    // Given
    BooleanSupplier asked = () -> fail("the engine was asked");

    // When, then
    assertThat(BrokerChoice.of(Optional.of("embedded"), asked)).isEqualTo(BrokerChoice.EMBEDDED);
  }

  @Test
  void shouldTakeAContainerWhereItIsForced() {
    // When, then
    assertThat(BrokerChoice.of(Optional.of("testcontainers"), () -> true))
        .isEqualTo(BrokerChoice.TESTCONTAINERS);
  }

  @Test
  void shouldSayWhatToDoWhereAContainerIsForcedWithoutAnEngine() {
    // When, then
    assertThatThrownBy(() -> BrokerChoice.of(Optional.of("testcontainers"), () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "-Dassent.test.broker=testcontainers, but no Docker engine answers: start one, or leave the property out and the embedded broker is taken");
  }

  @Test
  void shouldRefuseAnyOtherWord() {
    // When, then
    assertThatThrownBy(() -> BrokerChoice.of(Optional.of("docker"), () -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("-Dassent.test.broker must be testcontainers or embedded, not docker");
  }

  @Test
  void shouldTakeTheImageFromTheOnePlaceThatNamesIt() {
    // When, then
    assertThat(TestBrokers.image()).matches("apache/kafka:\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void shouldNameSettingsAsTheImageTakesThem() {
    // When, then
    assertThat(TestBrokers.variable("group.share.heartbeat.interval.ms"))
        .isEqualTo("KAFKA_GROUP_SHARE_HEARTBEAT_INTERVAL_MS");
  }
}
