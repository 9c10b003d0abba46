package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.time.Duration;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
class UpstreamRequestTest {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

  private final RunningAssent assent;
  private final Api api;

  UpstreamRequestTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  void shouldTakeAnOperationFromKafkaToItsApproval() throws Exception {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();

    // When
    assent.publish(signing(holder, operationId));
    String key = assent.ledger().awaitChallengeKey(operationId);
    Answer retrieval =
        RunningAssent.untilAnswered(
            () -> api.retrieveSignatureRequest(RunningAssent.SERIAL_NUMBER, key));
    String signature = RunningAssent.sign(new Challenged(holder, operationId, key), retrieval);
    Answer answer =
        RunningAssent.untilAnswered(() -> api.authSignature(holder.userId(), key, signature));

    // Then
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    OperationResult result = assent.ledger().awaitResult(operationId);
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    EvidenceCheck.verify(result);
    assertThat(EvidenceCheck.displayed(result, "amount")).isEqualTo("12.50");
  }

  @Test
  void shouldShowOverHttpWhatCameFromKafka() {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();

    // When
    assent.publish(signing(holder, operationId));
    assent.ledger().awaitChallengeKey(operationId);
    JsonNode operation = api.nativeOperation(operationId).json();

    // Then
    assertThat(operation.path("state").asText()).isEqualTo("CHALLENGED");
    assertThat(operation.path("kind").asText()).isEqualTo("SIGNING");
    assertThat(operation.path("displayData").path("currency").asText()).isEqualTo("EUR");
  }

  @Test
  void shouldTakeTheSameRequestOnce() {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();
    OperationRequest request = assent.request(holder.userId(), operationId, TIME_TO_LIVE);

    // When
    assent.publish(request);
    assent.publish(request);
    assent.publish(request);

    // Then
    String challengeKey = assent.ledger().awaitChallengeKey(operationId);
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(operationId))
        .allSatisfy(s -> assertThat(s.getChallengeKey()).isEqualTo(challengeKey))
        .extracting(snapshot -> snapshot.getSequence())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldPublishThatNobodyApprovedInTime() {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();

    // When
    assent.publish(assent.request(holder.userId(), operationId, Duration.ofSeconds(1)));

    // Then
    OperationResult result = assent.ledger().awaitResult(operationId);
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.EXPIRED);
    assertThat(result.getEvidence()).isNull();
  }

  @Test
  void shouldSetARequestAsideForAUserWhoCannotApprove() {
    // Given
    String operationId = RunningAssent.freshOperationId();

    // When
    RecordMetadata written =
        assent.publish(assent.request(RunningAssent.freshUserId(), operationId, TIME_TO_LIVE));

    // Then
    DeadLetter letter =
        assent.ledger().awaitDeadLetter(Topic.REQUESTS, written.partition(), written.offset());
    assertThat(letter.getReason()).isEqualTo("NO_ELIGIBLE_CREDENTIAL");
  }

  @Test
  void shouldSetARequestOfAnUnknownTenantAside() {
    // Given
    OperationRequest request =
        assent.request(RunningAssent.freshUserId(), RunningAssent.freshOperationId(), TIME_TO_LIVE);
    request.setTenant("nobody");

    // When
    RecordMetadata written = assent.publish(request);

    // Then
    DeadLetter letter =
        assent.ledger().awaitDeadLetter(Topic.REQUESTS, written.partition(), written.offset());
    assertThat(letter.getReason()).isEqualTo("TENANT_UNKNOWN");
  }

  private OperationRequest signing(Holder holder, String operationId) {
    OperationRequest request = assent.request(holder.userId(), operationId, TIME_TO_LIVE);
    request.setKind(OperationKind.SIGNING);
    return request;
  }
}
