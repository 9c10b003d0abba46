package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.encode;
import static dev.assent.processor.topology.TopologyDriver.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestsTest {
  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(TestDevice.edwards("VDS1-1"));
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldGiveTheSameOperationAsOverHttp() {
    // Given
    OperationSnapshot overHttp = stream.create("over-http");
    stream.operations();

    // When
    send(request("over-kafka"));

    // Then
    List<TestRecord<String, OperationSnapshot>> operations = stream.operations();
    assertThat(operations).hasSize(1);
    OperationSnapshot overKafka = operations.getFirst().value();
    assertThat(overKafka.getChallengeKey()).isNotEqualTo(overHttp.getChallengeKey());
    assertThat(overKafka)
        .isEqualTo(
            OperationSnapshot.newBuilder(overHttp)
                .setOperationId("over-kafka")
                .setOrigin("requests")
                .setChallengeKey(overKafka.getChallengeKey())
                .setUserSequence(overHttp.getUserSequence() + 2)
                .build());
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldTakeADuplicateForTheSameOperation() {
    // Given
    send(request("payment"));
    stream.operations();

    // When
    send(request("payment"));

    // Then
    assertThat(stream.operations()).isEmpty();
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  @Tag("DL-8")
  void shouldSetAsideAnotherContentUnderTheSameId() {
    // Given
    send(request("payment"));

    // When
    send(OperationRequest.newBuilder(request("payment")).setDisplayData(Map.of()).build());

    // Then
    assertDeadLetter("IDEMPOTENCY_CONFLICT", 1);
  }

  @Test
  void shouldSetAsideTheOperationIdOfAnotherUser() {
    // Given
    send(request("payment"));

    // When
    send(OperationRequest.newBuilder(request("payment")).setUserId("C3D4").build());

    // Then
    assertDeadLetter("OPERATION_EXISTS", 1);
  }

  @Test
  void shouldSetAsideARequestOfAnUnknownTenant() {
    // When
    send(OperationRequest.newBuilder(request("payment")).setTenant("nobody").build());

    // Then
    assertDeadLetter("TENANT_UNKNOWN", 0);
  }

  @Test
  void shouldSetAsideARequestForAProviderThatTheUserIsNotAt() {
    // When
    send(OperationRequest.newBuilder(request("payment")).setChannel(Channel.MSSP).build());

    // Then
    assertDeadLetter("NO_ELIGIBLE_CREDENTIAL", 0);
  }

  @Test
  void shouldSetAsideWhatIsTooLongToBeShown() {
    // When
    send(
        OperationRequest.newBuilder(request("payment"))
            .setDisplayData(Map.of("text", "x".repeat(32_765)))
            .build());

    // Then
    assertDeadLetter("INVALID_REQUEST", 0);
  }

  @Test
  @Tag("AS-2")
  void shouldSetAsideNamesThatHaveNotTheRightForm() {
    // Given
    List<OperationRequest> requests =
        List.of(
            OperationRequest.newBuilder(request("payment")).setTenant("a/b").build(),
            OperationRequest.newBuilder(request("payment")).setUserId("").build(),
            OperationRequest.newBuilder(request("payment")).setOperationId("a b").build());

    // When
    requests.forEach(this::send);

    // Then
    assertThat(stream.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactly("INVALID_REQUEST", "INVALID_REQUEST", "INVALID_REQUEST");
    assertThat(stream.operations()).isEmpty();
  }

  private void send(OperationRequest request) {
    stream.pipe(Topic.REQUESTS, USER.text(), encode(Topic.REQUESTS, request));
  }

  private void assertDeadLetter(String reason, long offset) {
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getReason()).isEqualTo(reason);
              assertThat(letter.getTopic()).isEqualTo("assent.requests");
              assertThat(letter.getPartition()).isZero();
              assertThat(letter.getOffset()).isEqualTo(offset);
            });
  }
}
