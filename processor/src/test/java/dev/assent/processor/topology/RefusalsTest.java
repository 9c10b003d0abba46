package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static dev.assent.processor.topology.TopologyDriver.retrieval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.UnlockUser;
import dev.assent.schemas.avro.UserReply;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.model.DeclineReason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users refuse, what takes another's place, and what locks a user. */
final class RefusalsTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final Duration LOCK = Duration.ofMinutes(15);

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  @Tag("EI-8")
  @Tag("KA-2")
  void shouldPublishARefusalThatAnybodyCanVerify() throws Exception {
    // Given
    String key = stream.create("payment").getChallengeKey();
    byte[] document = stream.retrieve(key, PHONE);

    // When
    Reply reply = decline(key, document, DeclineReason.DATA_INCORRECT);

    // Then
    assertThat(TopologyDriver.operation(reply).getState()).isEqualTo(OperationState.DECLINED);
    OperationResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getReason()).isEqualTo("DATA_INCORRECT");
    assertThat(result.getUserLockedUntil()).isNull();
    DeviceEvidence evidence = result.getEvidence();
    assertThat(evidence.getDeclineReason()).isEqualTo("DATA_INCORRECT");
    assertThat(evidence.getProofKind()).isNull();
    assertThat(bytes(evidence.getDocument())).isEqualTo(document);
    assertThat(
            ProofSignature.verify(
                PHONE.signingKey(),
                ApprovalDigest.decline(document, DeclineReason.DATA_INCORRECT),
                bytes(evidence.getSignature())))
        .isTrue();
  }

  @Test
  @Tag("NI-4")
  void shouldLockTheUserWhoDisownsAnOperation() throws Exception {
    // Given
    String key = stream.create("payment").getChallengeKey();

    // When
    decline(key, stream.retrieve(key, PHONE), DeclineReason.NOT_ME);

    // Then
    OperationResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getReason()).isEqualTo("DISOWNED_BY_USER");
    assertThat(result.getUserLockedUntil()).isEqualTo(stream.now().plus(LOCK));
    Refusal refusal = (Refusal) stream.create(creation("another")).getBody();
    assertThat(refusal.getReason()).isEqualTo("USER_LOCKED");
    assertThat(refusal.getRetryAt()).isEqualTo(stream.now().plus(LOCK));
  }

  @Test
  void shouldNotBelieveARefusalThatTheDeviceDidNotSign() throws Exception {
    // Given
    String key = stream.create("payment").getChallengeKey();
    byte[] signature = PHONE.decline(stream.retrieve(key, PHONE), DeclineReason.UNWANTED);

    // When
    Reply reply =
        stream.ask(
            stream.command(
                new DeclineOperation(key, "NOT_ME", ByteBuffer.wrap(signature), null, null)));

    // Then
    assertThat(reason(reply)).isEqualTo("PROOF_INVALID");
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldNotRepeatAReasonThatThereIsNot() {
    // Given
    String key = stream.create("payment").getChallengeKey();
    DeclineOperation decline =
        new DeclineOperation(key, "a-secret", ByteBuffer.wrap(new byte[1]), null, null);

    // When
    stream.tell(stream.command(decline).setCorrelationId(null).build());

    // Then
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getReason()).isEqualTo("INVALID_REQUEST");
              assertThat(letter.toString()).doesNotContain("a-secret", "dev.assent.schemas.model");
            });
  }

  @Test
  @Tag("NI-4")
  void shouldCoolDownAfterTooManyRefusals() throws Exception {
    // Given
    for (int number = 0; number < 4; number++) {
      String key = stream.create("payment-" + number).getChallengeKey();
      decline(key, stream.retrieve(key, PHONE), DeclineReason.UNWANTED);
    }

    // When
    Refusal refusal = (Refusal) stream.create(creation("another")).getBody();

    // Then
    assertThat(refusal.getReason()).isEqualTo("COOLING_DOWN");
    assertThat(refusal.getRetryAt()).isEqualTo(stream.now().plusSeconds(30));
  }

  @Test
  void shouldCancelWhatANewerOperationOfItsScopeSupersedes() {
    // Given
    stream.create(scoped("old"));
    stream.operations();

    // When
    OperationSnapshot created = TopologyDriver.operation(stream.create(scoped("new")));

    // Then
    List<TestRecord<String, OperationSnapshot>> operations = stream.operations();
    assertThat(operations)
        .extracting(TestRecord::key, record -> record.value().getState())
        .containsExactlyInAnyOrder(
            tuple(USER.text("new"), OperationState.CHALLENGED),
            tuple(USER.text("old"), OperationState.CANCELLED));
    assertThat(operations)
        .extracting(record -> record.value().getUserSequence())
        .containsOnly(created.getUserSequence());
    OperationResult result = onlyResult();
    assertThat(result.getOperationId()).isEqualTo("old");
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.CANCELLED);
    assertThat(result.getReason()).isEqualTo("SUPERSEDED");
  }

  @Test
  void shouldGiveASupersededOperationNoSecondResult() {
    // Given
    stream.create(scoped("old"));
    stream.create(scoped("new"));
    stream.results();

    // When
    stream.pass(TopologyDriver.TIME_TO_LIVE);

    // Then
    assertThat(onlyResult().getOperationId()).isEqualTo("new");
  }

  @Test
  void shouldFreeTheScopeOfWhatIsClosed() throws Exception {
    // Given
    String key = TopologyDriver.operation(stream.create(scoped("old"))).getChallengeKey();
    decline(key, stream.retrieve(key, PHONE), DeclineReason.UNWANTED);
    stream.results();

    // When
    stream.create(scoped("new"));

    // Then
    assertThat(stream.results()).isEmpty();
  }

  @Test
  @Tag("SCA-5")
  void shouldLockAfterFailedProofsOverSeveralOperations() throws Exception {
    // Given
    String first = stream.create("first").getChallengeKey();
    String second = stream.create("second").getChallengeKey();
    byte[] document = stream.retrieve(first, PHONE);
    stream.retrieve(second, PHONE);
    fail(first, 2);
    fail(second, 2);

    // When
    Refusal refusal = fail(first, 1);

    // Then
    assertThat(refusal.getReason()).isEqualTo("USER_LOCKED");
    assertThat(refusal.getRetryAt()).isEqualTo(stream.now().plus(LOCK));
    OperationResult result = onlyResult();
    assertThat(result.getOperationId()).isEqualTo("first");
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("USER_LOCKED");
    assertThat(result.getUserLockedUntil()).isEqualTo(stream.now().plus(LOCK));
    assertThat(reason(stream.ask(stream.command(proof(second, PHONE.sign(document))))))
        .isEqualTo("USER_LOCKED");
  }

  @Test
  @Tag("SCA-6")
  void shouldUnlockOnceAndAnswerARepeatWithTheFirstReply() throws Exception {
    // Given
    String key = stream.create("payment").getChallengeKey();
    decline(key, stream.retrieve(key, PHONE), DeclineReason.NOT_ME);

    // When
    Reply first = unlock();
    Reply again = unlock();

    // Then
    assertThat(first.getBody()).isEqualTo(new UserReply(USER.tenant(), USER.userId()));
    assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
    assertThat(stream.create("another").getState()).isEqualTo(OperationState.CHALLENGED);
  }

  @Test
  void shouldAnswerARepeatedRefusalWithTheFirstReply() throws Exception {
    // Given
    String key = stream.create("payment").getChallengeKey();
    byte[] document = stream.retrieve(key, PHONE);
    Reply first = decline(key, document, DeclineReason.NOT_ME);

    // When
    Reply again = decline(key, document, DeclineReason.NOT_ME);
    Reply other = decline(key, document, DeclineReason.UNWANTED);

    // Then
    assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
    assertThat(reason(other)).isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(stream.results()).hasSize(1);
  }

  @Test
  void shouldNotHandAChallengeOutToALockedUser() throws Exception {
    // Given
    String disowned = stream.create("disowned").getChallengeKey();
    String pending = stream.create("pending").getChallengeKey();
    decline(disowned, stream.retrieve(disowned, PHONE), DeclineReason.NOT_ME);

    // When
    Reply reply = stream.ask(stream.command(retrieval(pending, PHONE)));

    // Then
    assertThat(reason(reply)).isEqualTo("USER_LOCKED");
  }

  private static CreateOperation scoped(String operationId) {
    return CreateOperation.newBuilder(creation(operationId)).setScope("login").build();
  }

  private Reply decline(String key, byte[] document, DeclineReason reason) {
    ByteBuffer signature = ByteBuffer.wrap(PHONE.decline(document, reason));
    return stream.ask(
        stream
            .command(new DeclineOperation(key, reason.name(), signature, null, null))
            .setIdempotencyKey("decline:" + key));
  }

  private Refusal fail(String key, int times) {
    Reply reply = null;
    for (int count = 0; count < times; count++) {
      reply = stream.ask(stream.command(proof(key, new byte[64])));
    }
    return (Refusal) reply.getBody();
  }

  private Reply unlock() {
    return stream.ask(stream.command(new UnlockUser()).setIdempotencyKey("unlock:1"));
  }

  private OperationResult onlyResult() {
    List<OperationResult> results = stream.results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
