package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.START;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.signing.ApprovalSigner;
import dev.assent.processor.signing.KeyTool;
import dev.assent.processor.signing.SigningKeys;
import dev.assent.schemas.approval.ApprovalClaims;
import dev.assent.schemas.approval.ApprovalVerifier;
import dev.assent.schemas.approval.ApprovalVerifier.Verdict;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.model.ProofKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approval goes out signed with its tenant's key, in the transaction of the approval. */
final class SignedApprovalTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static SigningSettings settings;
  private static SigningKeys keys;

  private final AtomicReference<Boolean> counted = new AtomicReference<>();
  private TopologyDriver stream;

  @BeforeAll
  static void makeKeys(@TempDir Path directory) {
    Path file = directory.resolve("keys.p12");
    KeyTool.file(file).generate("bank/k1", "EC secp256r1", "2026/01/01", 365);
    settings = KeyTool.settings(file);
    keys = SigningKeys.open(settings);
  }

  @AfterAll
  static void closeKeys() {
    keys.close();
  }

  @BeforeEach
  void start(@TempDir Path directory) {
    SilentMeter meter = new CountingMeter();
    stream = new TopologyDriver(directory, new ApprovalSigner(keys, settings, meter));
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  @Tag("KA-2")
  @Tag("JW-10")
  void shouldSignAnApprovalOverWhatWasShown() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");

    // When
    Reply reply = approve(operation);

    // Then
    OperationResult result = stream.results().getFirst();
    String document = new String(bytes(result.getEvidence().getDocument()), StandardCharsets.UTF_8);
    assertThat(verify(result.getApprovalToken()))
        .isEqualTo(
            new Verdict.Verified(
                new ApprovalClaims(
                    "assent/bank",
                    "A1B2",
                    "bank",
                    START.truncatedTo(ChronoUnit.SECONDS),
                    START.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1)),
                    result.getEventId(),
                    "payment",
                    ProofKind.DEVICE_PIN,
                    document)));
    OperationSnapshot published = stream.operations().getLast().value();
    assertThat(published.getApprovalToken()).isEqualTo(result.getApprovalToken());
    assertThat(published.getSignature()).isEqualTo(result.getEvidence().getSignature());
    assertThat(((ProofReply) reply.getBody()).getOperation()).isEqualTo(published);
    assertThat(counted.get()).isTrue();
  }

  @Test
  void shouldSignNothingButApprovals() {
    // Given
    stream.create("payment");

    // When
    stream.ask(stream.command(new CancelOperation("payment")));

    // Then
    OperationResult result = stream.results().getFirst();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.CANCELLED);
    assertThat(result.getApprovalToken()).isNull();
    assertThat(counted.get()).isNull();
  }

  @Test
  void shouldSignOnceHoweverOftenTheProofIsRepeated() throws Exception {
    // Given
    OperationSnapshot operation = stream.create("payment");
    byte[] signature = PHONE.sign(stream.retrieve(operation.getChallengeKey(), PHONE));
    present(operation, signature);

    // When
    Reply again = present(operation, signature);

    // Then
    assertThat(again.getRepeated()).isTrue();
    assertThat(stream.results()).hasSize(1);
  }

  @Test
  void shouldApproveWithoutATokenWhereTheTenantHasNoKey(@TempDir Path directory) throws Exception {
    // Given
    Path file = directory.resolve("others.p12");
    KeyTool.file(file)
        .generate("other/k1", "EC secp256r1", "2026/01/01", 365)
        .generate("bank/old", "EC secp256r1", "2025/01/01", 30);
    SigningSettings others = KeyTool.settings(file);

    try (SigningKeys othersKeys = SigningKeys.open(others)) {
      stream.close();
      stream =
          new TopologyDriver(
              directory, new ApprovalSigner(othersKeys, others, new CountingMeter()));
      stream.register(PHONE);

      // When
      approve(stream.create("payment"));

      // Then
      OperationResult result = stream.results().getFirst();
      assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
      assertThat(result.getApprovalToken()).isNull();
      assertThat(counted.get()).isFalse();
    }
  }

  private Reply approve(OperationSnapshot operation) throws Exception {
    return present(operation, PHONE.sign(stream.retrieve(operation.getChallengeKey(), PHONE)));
  }

  private Reply present(OperationSnapshot operation, byte[] signature) {
    return stream.ask(
        stream.command(proof(operation.getChallengeKey(), signature)).setIdempotencyKey("proof"));
  }

  private static Verdict verify(String token) {
    return new ApprovalVerifier(Duration.ZERO).verify(token, keys.published("bank", START), START);
  }

  private final class CountingMeter extends SilentMeter {
    @Override
    public void approved(boolean signed) {
      counted.set(signed);
    }
  }
}
