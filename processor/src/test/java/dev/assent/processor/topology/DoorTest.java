package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an asker says about the operation that it means, and about itself. */
final class DoorTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final TestDevice TABLET = TestDevice.elliptic("VDS2-2");

  private TopologyDriver stream;
  private String key;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
    stream.register(TABLET);
    key = stream.create("payment").getChallengeKey();
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldNotKnowAChallengeOfAnotherKind() {
    // When
    Reply other = retrieve(OperationKind.AUTHENTICATION, null);
    Reply own = retrieve(OperationKind.SIGNING, null);

    // Then
    assertThat(reason(other)).isEqualTo("CHALLENGE_UNKNOWN");
    assertThat(own.getBody()).isInstanceOf(ChallengeReply.class);
  }

  @Test
  @Tag("SCA-2")
  void shouldNotRepeatAnAnswerForAnotherKind() throws Exception {
    // Given
    byte[] document = stream.retrieve(key, PHONE);
    byte[] signature = PHONE.approve(document, ProofKind.DEVICE_PIN, Optional.empty());

    // When
    Reply first = submit(signature, OperationKind.SIGNING);
    Reply again = submit(signature, OperationKind.SIGNING);
    Reply other = submit(signature, OperationKind.AUTHENTICATION);

    // Then
    assertThat(first.getBody()).isInstanceOf(ProofReply.class);
    assertThat(again.getBody()).isEqualTo(first.getBody());
    assertThat(reason(other)).isEqualTo("CHALLENGE_UNKNOWN");
  }

  @Test
  void shouldCountAnOperationAsExpiredForWhoeverSaysSo() {
    // When
    Reply tooOld = retrieve(null, 0L);
    Reply youngEnough = retrieve(null, 1L);

    // Then
    assertThat(reason(tooOld)).isEqualTo("DEADLINE_PASSED");
    assertThat(youngEnough.getBody()).isInstanceOf(ChallengeReply.class);
    assertThat(stream.results()).isEmpty();
  }

  @Test
  @Tag("EI-8")
  void shouldLetOnlyTheDeviceThatRetrievedTheChallengeCancelIt() throws Exception {
    // Given
    byte[] document = stream.retrieve(key, PHONE);

    // When
    Reply byAnother = cancel(TABLET, TABLET.decline(document, DeclineReason.UNWANTED));
    Reply forged = cancel(PHONE, TABLET.decline(document, DeclineReason.UNWANTED));
    Reply cancelled = cancel(PHONE, PHONE.decline(document, DeclineReason.UNWANTED));

    // Then
    assertThat(reason(byAnother)).isEqualTo("CHALLENGE_NOT_HELD");
    assertThat(reason(forged)).isEqualTo("PROOF_INVALID");
    assertThat(TopologyDriver.operation(cancelled).getState()).isEqualTo(OperationState.DECLINED);
    assertThat(TopologyDriver.operation(cancelled).getFailedProofs()).isZero();
    assertThat(stream.results())
        .singleElement()
        .satisfies(result -> assertThat(result.getReason()).isEqualTo("DECLINED_BY_USER"));
  }

  private Reply retrieve(OperationKind kind, Long maximumAge) {
    return stream.ask(
        stream
            .command(new RetrieveChallenge(key, PHONE.serialNumber(), null, kind, maximumAge))
            .setUserId(null));
  }

  private Reply submit(byte[] signature, OperationKind kind) {
    return stream.ask(
        stream
            .command(new SubmitProof(key, ByteBuffer.wrap(signature), kind, null))
            .setIdempotencyKey("proof"));
  }

  private Reply cancel(TestDevice device, byte[] signature) {
    return stream.ask(
        stream
            .command(
                new DeclineOperation(
                    key,
                    DeclineReason.UNWANTED.name(),
                    ByteBuffer.wrap(signature),
                    OperationKind.SIGNING,
                    device.serialNumber()))
            .setUserId(null));
  }
}
