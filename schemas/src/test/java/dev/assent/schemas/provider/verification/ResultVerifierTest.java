package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.CONTENT;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.TRUST;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderTrust;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("EI-4")
final class ResultVerifierTest {
  private static final TestCertificate SUBORDINATE =
      TestCertificate.of("CN=Subordinate").by(ROOT).authority().make();
  private static final TestCertificate SIGNER = SUBORDINATE.user("mid1").make();

  @Test
  void shouldVerifyAnApprovalAgainFromItsResultAlone() {
    // Then
    assertThat(verify(_ -> {})).isEqualTo(verified(SIGNER));
    assertThat(ResultVerifier.verify(result(), Optional.of(ANN.der()), TRUST))
        .isEqualTo(verified(SIGNER));
    assertThat(
            ResultVerifier.verify(
                result(), Optional.of(SIGNER.der()), ProviderTrust.REGISTERED_ONLY))
        .isEqualTo(verified(SIGNER));
    assertThat(ResultVerifier.verify(result(), Optional.empty(), ProviderTrust.REGISTERED_ONLY))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  void shouldRefuseAResultThatSaysAnythingElse() {
    // Then
    List.<Consumer<OperationResult>>of(
            result -> result.setTenant("other"),
            result -> result.setUserId("bob"),
            result -> result.setOperationId("op-2"),
            result -> result.setKind(OperationKind.AUTHENTICATION),
            result ->
                result
                    .getProviderEvidence()
                    .setDocument(ByteBuffer.wrap(Documents.document("op-2"))))
        .forEach(
            change -> assertThat(verify(change)).isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS)));
    assertThat(verify(result -> result.setOutcome(ResultOutcome.DECLINED)))
        .isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(result -> result.setProviderEvidence(null)))
        .isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(result -> result.getProviderEvidence().setFormat("OTHER")))
        .isEqualTo(refused(ProofFlaw.FORMAT_UNKNOWN));
    assertThat(verify(result -> result.getProviderEvidence().setChain(null)))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
    assertThat(
            verify(result -> result.setDecidedAt(result.getDecidedAt().plus(Duration.ofDays(400)))))
        .isEqualTo(refused(ProofFlaw.NOT_VALID_THEN));
  }

  private static ProofVerdict verify(Consumer<OperationResult> change) {
    OperationResult result = result();
    change.accept(result);
    return ResultVerifier.verify(result, Optional.empty(), TRUST);
  }

  private static OperationResult result() {
    return OperationResult.newBuilder()
        .setEventId("bank/ann/op-1/4")
        .setTenant("bank")
        .setUserId("ann")
        .setOperationId("op-1")
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.MSSP)
        .setOutcome(ResultOutcome.APPROVED)
        .setReason("APPROVED_BY_USER")
        .setCreatedAt(TestCertificate.NOW)
        .setDecidedAt(TestCertificate.NOW)
        .setSequence(4)
        .setProviderEvidence(
            ProviderEvidence.newBuilder()
                .setDocument(ByteBuffer.wrap(DOCUMENT))
                .setSignature(
                    ByteBuffer.wrap(TestCms.over(CONTENT.text("").getBytes(UTF_8), SIGNER).make()))
                .setCertificate(ByteBuffer.wrap(SIGNER.der()))
                .setConnector("mssp")
                .setTransactionId("T1")
                .setFormat(ProofFormat.CMS_TEXT.name())
                .setChain(List.of(ByteBuffer.wrap(SUBORDINATE.der())))
                .build())
        .build();
  }
}
