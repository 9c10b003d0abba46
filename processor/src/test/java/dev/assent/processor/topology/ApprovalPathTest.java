package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.START;
import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static dev.assent.processor.topology.TopologyDriver.retrieval;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApprovalPathTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final TestDevice TABLET = TestDevice.elliptic("VDS2-2");

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
    stream.register(TABLET);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  @Tag("NI-12")
  void shouldRegisterADeviceAndPublishIt() {
    // Given
    TestDevice third = TestDevice.edwards("VDS3-3");
    stream.credentials();

    // When
    Reply reply = stream.register(third);

    // Then
    CredentialReply body = (CredentialReply) reply.getBody();
    assertThat(stream.credentials()).containsExactly(body.getCredential());
    assertThat(body.getCredential().getState()).isEqualTo(CredentialState.ACTIVE);
    assertThat(reply.getUserSequence()).isEqualTo(3);
  }

  @Test
  void shouldIssueAChallengeForACreation() {
    // When
    OperationSnapshot operation = stream.create("payment/1");

    // Then
    assertThat(operation.getState()).isEqualTo(OperationState.CHALLENGED);
    assertThat(ChallengeKey.parse(operation.getChallengeKey())).isPresent();
    assertThat(operation.getExpiresAt()).isEqualTo(START.plus(TIME_TO_LIVE));
    assertThat(stream.operations())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("bank/A1B2/payment%2F1");
              assertThat(record.value()).isEqualTo(operation);
            });
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldResolveAClaimedOperationIdToItsUser() {
    // Given
    stream.create("payment");

    // When
    Reply known = stream.ask(stream.command(new ResolveClaim("payment")).setUserId(null));
    Reply unknown = stream.ask(stream.command(new ResolveClaim("other")).setUserId(null));

    // Then
    assertThat(known.getBody()).isEqualTo(new ClaimReply(USER.userId()));
    assertThat(reason(unknown)).isEqualTo("OPERATION_UNKNOWN");
  }

  @Test
  @Tag("DL-3")
  void shouldSealTheCommittedOperationToTheDeviceThatAsks() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");

    // When
    JsonNode document = new ObjectMapper().readTree(retrieve(operation, TABLET));

    // Then
    assertThat(document.path("tenant").asText()).isEqualTo("bank");
    assertThat(document.path("user").asText()).isEqualTo("A1B2");
    assertThat(document.path("operation").asText()).isEqualTo("payment");
    assertThat(document.path("kind").asText()).isEqualTo("SIGNING");
    assertThat(document.path("display").path("amount").asText()).isEqualTo("12.50 EUR");
    assertThat(document.path("expiresAt").asText()).isEqualTo("2026-01-02T03:06:05.678Z");
    assertThat(document.path("version").asInt()).isEqualTo(2);
    assertThat(document.path("proofs").toString())
        .isEqualTo("[\"DEVICE_BIOMETRIC\",\"DEVICE_PIN\",\"OCRA\"]");
  }

  @Test
  @Tag("AS-8")
  void shouldHandAChallengeOutOnce() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    retrieve(operation, PHONE);

    // When
    Reply same = stream.ask(stream.command(retrieval(operation.getChallengeKey(), PHONE)));
    Reply other = stream.ask(stream.command(retrieval(operation.getChallengeKey(), TABLET)));

    // Then
    assertThat(List.of(reason(same), reason(other)))
        .containsExactly("CHALLENGE_UNKNOWN", "CHALLENGE_UNKNOWN");
  }

  @Test
  void shouldGiveARepeatedRetrievalTheSameMessageAgain() {
    // Given
    String key = stream.create("payment").getChallengeKey();
    Reply first = stream.ask(attempt(retrieval(key, PHONE)));

    // When
    Reply again = stream.ask(attempt(retrieval(key, PHONE)));
    Reply other = stream.ask(attempt(retrieval(key, TABLET)));

    // Then
    assertThat(again.getBody()).isEqualTo(first.getBody());
    assertThat(List.of(first.getRepeated(), again.getRepeated())).containsExactly(false, true);
    assertThat(reason(other)).isEqualTo("IDEMPOTENCY_CONFLICT");
  }

  @Test
  @Tag("EI-4")
  @Tag("KA-2")
  void shouldApproveWithEvidenceThatAnybodyCanVerify() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] document = retrieve(operation, TABLET);

    // When
    Reply reply = stream.ask(attempt(proof(operation.getChallengeKey(), TABLET.sign(document))));

    // Then
    OperationResult result = onlyResult();
    DeviceEvidence evidence = result.getEvidence();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getReason()).isEqualTo("PROOF_VERIFIED");
    assertThat(result.getEventId()).isEqualTo("bank/A1B2/payment/4");
    assertThat(bytes(evidence.getDocument())).isEqualTo(document);
    assertThat(evidence.getAlgorithm()).isEqualTo("ES256");
    assertThat(
            ProofSignature.verify(
                TABLET.signingKey(),
                ApprovalDigest.approval(
                    bytes(evidence.getDocument()), ProofKind.DEVICE_PIN, Optional.empty()),
                bytes(evidence.getSignature())))
        .isTrue();
    ProofReply body = (ProofReply) reply.getBody();
    assertThat(body.getSerialNumber()).isEqualTo("VDS2-2");
    assertThat(body.getOperation().getState()).isEqualTo(OperationState.APPROVED);
  }

  @Test
  @Tag("SCA-2")
  @Tag("NI-3")
  @Tag("NI-8")
  void shouldGiveARepeatedProofItsFirstReplyAndNoSecondResult() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));
    Reply first = stream.ask(attempt(proof(operation.getChallengeKey(), signature)));

    // When
    Reply again = stream.ask(attempt(proof(operation.getChallengeKey(), signature)));

    // Then
    assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
    assertThat(stream.results()).hasSize(1);
  }

  @Test
  void shouldPublishTheSignatureOfAnApprovalWithTheOperation() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));

    // When
    stream.ask(attempt(proof(operation.getChallengeKey(), signature)));

    // Then
    OperationSnapshot approved = stream.operations().getLast().value();
    assertThat(approved.getState()).isEqualTo(OperationState.APPROVED);
    assertThat(approved.getSignature()).isEqualTo(ByteBuffer.wrap(signature));
    assertThat(approved.getCertificate()).isNull();
  }

  @Test
  void shouldRefuseOtherContentUnderTheSameIdempotencyKey() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));
    stream.ask(attempt(proof(operation.getChallengeKey(), new byte[] {1})));

    // When
    Reply reply = stream.ask(attempt(proof(operation.getChallengeKey(), signature)));

    // Then
    assertThat(reason(reply)).isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(stream.results()).isEmpty();
  }

  @Test
  @Tag("SCA-5")
  void shouldFailWithOneResultAfterTheLastWrongProof() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));
    Command.Builder wrong = stream.command(proof(operation.getChallengeKey(), new byte[64]));

    // When
    List<String> reasons =
        List.of(
            reason(stream.ask(wrong)),
            reason(stream.ask(wrong)),
            reason(stream.ask(wrong)),
            reason(stream.ask(stream.command(proof(operation.getChallengeKey(), signature)))));

    // Then
    assertThat(reasons)
        .containsExactly(
            "PROOF_INVALID", "PROOF_INVALID", "TOO_MANY_FAILED_PROOFS", "OPERATION_CLOSED");
    assertThat(onlyResult().getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(stream.operations().getLast().value().getFailedProofs()).isEqualTo(3);
  }

  @Test
  @Tag("CR-7")
  void shouldStopAnApprovalInFlightWhenTheDeviceIsRevoked() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));
    stream.revoke(PHONE);

    // When
    Reply reply = stream.ask(stream.command(proof(operation.getChallengeKey(), signature)));

    // Then
    assertThat(reason(reply)).isEqualTo("PROOF_INVALID");
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldCancelOnce() {
    // Given
    stream.create("payment");

    // When
    Reply first = stream.ask(attempt(new CancelOperation("payment")));
    Reply again = stream.ask(attempt(new CancelOperation("payment")));
    Reply another = stream.ask(stream.command(new CancelOperation("payment")));

    // Then
    assertThat(((OperationReply) first.getBody()).getOperation().getState())
        .isEqualTo(OperationState.CANCELLED);
    assertThat(again.getRepeated()).isTrue();
    assertThat(reason(another)).isEqualTo("OPERATION_CLOSED");
    assertThat(onlyResult().getOutcome()).isEqualTo(ResultOutcome.CANCELLED);
  }

  @Test
  @Tag("AS-11")
  void shouldNotLetAForeignTenantOrUserReachAChallenge() {
    // Given
    stream.tenant("rival", true, 10);
    String key = stream.create("payment").getChallengeKey();

    // When
    Reply tenant =
        stream.ask(stream.command(retrieval(key, PHONE)).setTenant("rival").setUserId(null));
    Reply user = stream.ask(stream.command(retrieval(key, PHONE)).setUserId("C3"));

    // Then
    assertThat(List.of(reason(tenant), reason(user)))
        .containsExactly("CHALLENGE_UNKNOWN", "CHALLENGE_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAB"})
  void shouldNotKnowAMadeUpChallengeKey(String key) {
    // When
    Reply reply = stream.ask(stream.command(retrieval(key, PHONE)));

    // Then
    assertThat(reason(reply)).isEqualTo("CHALLENGE_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "closed"})
  void shouldRefuseATenantThatIsUnknownOrDisabled(String tenant) {
    // Given
    stream.tenant("closed", false, 10);

    // When
    Reply reply = stream.ask(stream.command(TopologyDriver.creation("payment")).setTenant(tenant));

    // Then
    assertThat(reason(reply)).isEqualTo("TENANT_UNKNOWN");
  }

  @Test
  void shouldRefuseTheOperationIdOfAnotherUser() {
    // Given
    stream.create("payment");

    // When
    Reply reply = stream.ask(stream.command(TopologyDriver.creation("payment")).setUserId("C3"));

    // Then
    assertThat(reason(reply)).isEqualTo("OPERATION_EXISTS");
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldGrowTheUsersSequenceByOnePerEvent() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(retrieve(operation, PHONE));

    // When
    Reply reply = stream.ask(stream.command(proof(operation.getChallengeKey(), signature)));

    // Then
    assertThat(stream.operations())
        .extracting(record -> record.value().getUserSequence())
        .containsExactly(4L, 5L, 6L);
    assertThat(reply.getUserSequence()).isEqualTo(6);
  }

  private Command.Builder attempt(Object body) {
    return stream.command(body).setIdempotencyKey("header:attempt-1");
  }

  private byte[] retrieve(OperationSnapshot operation, TestDevice device)
      throws SealedChallengeException {
    return stream.retrieve(operation.getChallengeKey(), device);
  }

  private OperationResult onlyResult() {
    List<OperationResult> results = stream.results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
