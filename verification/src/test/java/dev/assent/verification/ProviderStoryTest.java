package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ResultOutcome;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consent at an identity provider; the test is the connector and the provider. */
@ExtendWith(SharedSystem.class)
class ProviderStoryTest {
  private static final String REFERENCE = "provider-1";

  private final RunningAssent assent;
  private final Signer signer;
  private final String userId = RunningAssent.freshUserId();
  private final String operationId = RunningAssent.freshOperationId();

  ProviderStoryTest(RunningAssent assent) throws Exception {
    this.assent = assent;
    this.signer = Signer.create();
  }

  @Test
  @Tag("EI-3")
  @Tag("EI-10")
  @Tag("KA-2")
  void shouldApproveWithAProvidersSignatureThatAnybodyCanVerify() throws Exception {
    // Given
    ConnectorTask start = startedTask();
    assent.report(start, new ProviderAccepted(REFERENCE, 1_000L, null));
    ConnectorTask poll = assent.ledger().awaitTask(operationId, 2);
    assent.report(poll, new ProviderPending(1_000L));
    ConnectorTask next = assent.ledger().awaitTask(operationId, 3);

    // When
    assent.report(next, signed(bytes(start.getDocument())));

    // Then
    assertThat(start.getAction()).isEqualTo(ConnectorAction.START);
    assertThat(poll.getAction()).isEqualTo(ConnectorAction.STATUS);
    assertThat(poll.getProviderReference()).isEqualTo(REFERENCE);
    assertThat(poll.getTransactionId()).isEqualTo(start.getTransactionId());
    OperationResult result = assent.ledger().awaitResult(operationId);
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProofKind()).isEqualTo("IDP_SIGNATURE");
    ProviderEvidence evidence = result.getProviderEvidence();
    assertThat(evidence.getTransactionId()).isEqualTo(start.getTransactionId());
    assertThat(verifies(evidence)).isTrue();
    assertThat(
            new ObjectMapper().readTree(bytes(evidence.getDocument())).path("operation").asText())
        .isEqualTo(operationId);
    assertThat(assent.ledger().results(operationId)).hasSize(1);
  }

  @Test
  @Tag("DL-3")
  @Tag("SCA-3")
  void shouldBelieveNoSignatureOverOtherBytes() throws Exception {
    // Given
    ConnectorTask start = startedTask();
    assent.report(start, new ProviderAccepted(REFERENCE, null, null));
    byte[] other = bytes(start.getDocument());
    other[other.length - 1] ^= 1;

    // When
    assent.report(start, signed(other));

    // Then
    OperationResult result = assent.ledger().awaitResult(operationId);
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
    assertThat(result.getProviderEvidence()).isNull();
  }

  private ConnectorTask startedTask() throws Exception {
    ObjectNode credential =
        NativeApi.object()
            .put("credentialId", "idp-1")
            .put("channel", "IDP")
            .put("connector", "test-idp")
            .put(
                "certificate",
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
    Answer registered = assent.nativeApi().registerAtProvider(userId, credential);
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    Answer created =
        assent.nativeApi().create(userId, NativeApi.login(operationId).put("channel", "IDP"));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return assent.ledger().awaitTask(operationId, 1);
  }

  private ProviderSigned signed(byte[] document) throws Exception {
    return ProviderSigned.newBuilder()
        .setSignature(ByteBuffer.wrap(signer.sign(document)))
        .setCertificate(ByteBuffer.wrap(signer.certificate().getEncoded()))
        .build();
  }

  private static boolean verifies(ProviderEvidence evidence) throws Exception {
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes(evidence.getCertificate())));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(certificate);
    signature.update(bytes(evidence.getDocument()));
    return signature.verify(bytes(evidence.getSignature()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
