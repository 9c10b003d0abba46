package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedSystem.class)
class ApprovalStoryTest {
  private final RunningAssent assent;
  private final Api api;

  ApprovalStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @ParameterizedTest
  @CsvSource({"ES256, P256", "ES256, X25519", "EDDSA, P256", "EDDSA, X25519"})
  @Tag("EI-10")
  @Tag("KA-2")
  void shouldPublishOneApprovalThatAnybodyCanVerify(
      SignatureAlgorithm algorithm, KeyEncapsulation encapsulation) throws Exception {
    // Given
    Holder holder = assent.holder(algorithm, encapsulation);
    Challenged challenged = assent.challenged(holder);

    // When
    Answer answer = assent.approve(challenged);

    // Then
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    OperationResult result = assent.ledger().awaitResult(challenged.operationId());
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getReason()).isEqualTo("PROOF_VERIFIED");
    assertThat(result.getUserId()).isEqualTo(holder.userId());
    EvidenceCheck.verify(result);
    assent.settle(holder);
    assertThat(assent.ledger().results(challenged.operationId())).hasSize(1);
  }

  @Test
  @Tag("DL-1")
  void shouldShowTheDeviceWhatTheBankAskedFor() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);

    // When
    Answer answer = api.retrieve(holder.device().serialNumber(), challenged.challengeKey());

    // Then
    ChallengeDocument document =
        holder.device().open(challenged.challengeKey(), answer.requestMessage());
    assertThat(document.displayData()).containsEntry("operationPayload", "Log in to the bank");
    assertThat(document.tenant()).isEqualTo(assent.tenant());
    assertThat(document.userId()).isEqualTo(holder.userId());
    assertThat(document.operationId()).isEqualTo(challenged.operationId());
  }

  @Test
  void shouldNameTheUserAndTheDeviceInTheAnswerToAProof() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);

    // When
    JsonNode result = assent.approve(challenged).json().path("result");

    // Then
    assertThat(result.path("userID").asText()).isEqualTo(holder.userId());
    assertThat(result.path("domain").asText()).isEqualTo(assent.tenant());
    assertThat(result.path("serialNo").asText()).isEqualTo(RunningAssent.SERIAL_NUMBER);
  }

  @Test
  void shouldHandAChallengeOutOnce() {
    // Given
    Challenged challenged = assent.challenged(assent.holder());
    Answer first = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey());

    // When
    Answer second = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey());

    // Then
    assertThat(first.succeeded()).as(first.text()).isTrue();
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo("STAT_NOT_FOUND");
    assertThat(second.text()).doesNotContain("requestMessage");
  }

  @Test
  void shouldGiveTheSameMessageToARetryWithTheSameKey() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);
    var attempt = Api.attempt("retrieval-" + challenged.operationId());
    Answer first = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey(), attempt);

    // When
    Answer second = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey(), attempt);

    // Then
    assertThat(second.succeeded()).as(second.text()).isTrue();
    assertThat(holder.device().open(challenged.challengeKey(), second.requestMessage()).canonical())
        .isEqualTo(
            holder.device().open(challenged.challengeKey(), first.requestMessage()).canonical());
  }

  @Test
  @Tag("SCA-2")
  void shouldGiveTheFirstAnswerToTheSameSignatureAgain() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);
    String signature = assent.retrieveAndSign(challenged);
    Answer first = api.authenticate(holder.userId(), challenged.challengeKey(), signature);

    // When
    Answer second = api.authenticate(holder.userId(), challenged.challengeKey(), signature);

    // Then
    assertThat(first.succeeded()).as(first.text()).isTrue();
    assertThat(second.text()).isEqualTo(first.text());
    assent.settle(holder);
    assertThat(assent.ledger().results(challenged.operationId())).hasSize(1);
  }

  @Test
  void shouldAnswerTheSameCreationAgainWithoutCreatingTwice() {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();
    Answer first = api.create(holder.userId(), operationId, "Log in");

    // When
    Answer second = api.create(holder.userId(), operationId, "Log in");

    // Then
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(operationId))
        .extracting(OperationSnapshot::getChallengeKey)
        .containsOnlyOnce(assent.ledger().awaitChallengeKey(operationId));
  }

  @Test
  @Tag("DL-8")
  void shouldRefuseTheSameOperationIdWithOtherContent() {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);

    // When
    Answer answer = api.create(holder.userId(), challenged.operationId(), "Something else");

    // Then
    assertThat(answer.status()).isEqualTo(409);
  }

  @Test
  void shouldShowTheBankThatItsOperationIsApproved() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);
    Answer before = api.operation(challenged.operationId());
    assent.approve(challenged);

    // When
    Answer after = api.operation(challenged.operationId());

    // Then
    assertThat(before.json().path("state").asText()).isEqualTo("pending");
    assertThat(before.json().path("result").asBoolean(true)).isFalse();
    assertThat(after.status()).as(after.text()).isEqualTo(200);
    assertThat(after.json().path("state").asText()).isEqualTo("approved");
    assertThat(after.json().path("result").asBoolean(false)).isTrue();
    assertThat(after.json().has("apiKey")).as("the SDK key is never echoed").isFalse();
  }

  @Test
  void shouldShowACallerWhatItJustCreated() {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();

    // When
    api.create(holder.userId(), operationId, "Log in");
    Answer pending = api.pending(holder.userId());

    // Then
    assertThat(pending.json().findValuesAsText("operationId")).containsExactly(operationId);
  }

  @Test
  void shouldNotListAsPendingWhatIsApproved() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);

    // When
    assent.approve(challenged);
    Answer pending = api.pending(holder.userId());

    // Then
    assertThat(pending.status()).isEqualTo(200);
    assertThat(pending.json()).isEmpty();
  }

  @Test
  void shouldShowTheWholeOperationNatively() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);
    assent.approve(challenged);

    // When
    JsonNode operation = api.nativeOperation(challenged.operationId()).json();

    // Then
    assertThat(operation.path("state").asText()).isEqualTo("APPROVED");
    assertThat(operation.path("reason").asText()).isEqualTo("PROOF_VERIFIED");
    assertThat(operation.path("challengeKey").asText()).isEqualTo(challenged.challengeKey());
    assertThat(operation.path("retrievedBy").asText()).isEqualTo(RunningAssent.SERIAL_NUMBER);
    assertThat(operation.path("userId").asText()).isEqualTo(holder.userId());
  }

  @Test
  @Tag("NI-12")
  void shouldListAUsersDevicesAfterEachChange() {
    // Given
    Holder holder = assent.holder();
    List<String> before = api.devices(holder.userId()).json().findValuesAsText("state");

    // When
    Answer revoked = api.revoke(holder.userId(), RunningAssent.SERIAL_NUMBER);

    // Then
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(before).containsExactly("ACTIVE");
    assertThat(api.devices(holder.userId()).json().findValuesAsText("state"))
        .containsExactly("REVOKED");
  }

  @Test
  @Tag("CR-7")
  void shouldAcceptNothingFromARevokedDevice() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);
    String signature = assent.retrieveAndSign(challenged);
    api.revoke(holder.userId(), RunningAssent.SERIAL_NUMBER);

    // When
    Answer answer = api.authenticate(holder.userId(), challenged.challengeKey(), signature);

    // Then
    assertThat(answer.statusCode()).isEqualTo("STAT_INVCREDENTIALS");
    assertThat(assent.ledger().results(challenged.operationId())).isEmpty();
  }

  @Test
  void shouldCancelAnOpenOperation() {
    // Given
    Challenged challenged = assent.challenged(assent.holder());

    // When
    Answer answer = api.cancel(challenged.operationId());

    // Then
    assertThat(answer.json().path("state").asText()).as(answer.text()).isEqualTo("CANCELLED");
    assertThat(assent.ledger().awaitResult(challenged.operationId()).getOutcome())
        .isEqualTo(ResultOutcome.CANCELLED);
  }
}
