package dev.assent.processor.topology;

import static dev.assent.processor.topology.ProviderPath.SIGNER;
import static dev.assent.processor.topology.TopologyDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ResultVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What says that a signer's certificate is good reaches the decision, and stays in the result. */
final class ProviderEvidenceTest {
  private static final Date FROM = Date.from(START.minus(Duration.ofMinutes(1)));
  private static final Date UNTIL = Date.from(START.plus(Duration.ofHours(1)));

  /** What the verifier believes, who has nothing but the result. */
  private static final ProviderTrust REVOCATION_REQUIRED =
      new ProviderTrust(List.of(), List.of(), true);

  private TopologyDriver stream;
  private ProviderPath path;
  private ByteBuffer certificate;
  private ByteBuffer response;
  private ByteBuffer list;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException, OCSPException, OperatorCreationException {
    stream = new TopologyDriver(directory);
    path = new ProviderPath(stream);
    stream.policy(policy -> policy.setRevocationRequired(true));
    path.register();
    certificate = ByteBuffer.wrap(SIGNER.certificate());
    response = ByteBuffer.wrap(response());
    list = ByteBuffer.wrap(list());
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  @Tag("EI-2")
  @Tag("EI-6")
  @Tag("EI-10")
  void shouldKeepInTheResultAllThatTheSignatureIsVerifiedWith() {
    // Given
    ConnectorTask task = path.started();

    // When
    path.report(task, signed(task, List.of(certificate), List.of(response), List.of(list)));

    // Then
    OperationResult result = path.onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    ProviderEvidence evidence = result.getProviderEvidence();
    assertThat(evidence.getChain()).containsExactly(certificate);
    assertThat(evidence.getOcspResponses()).containsExactly(response);
    assertThat(evidence.getRevocationLists()).containsExactly(list);
    assertThat(verified(result))
        .isEqualTo(new ProofVerdict.Verified(HexFormat.of().formatHex(SIGNER.certificate())));
  }

  @Test
  @Tag("EI-6")
  void shouldBelieveAnOcspResponseAlone() {
    // Given
    ConnectorTask task = path.started();

    // When
    path.report(task, signed(task, List.of(certificate), List.of(response), List.of()));

    // Then
    assertThat(verified(path.onlyResult())).isInstanceOf(ProofVerdict.Verified.class);
  }

  @Test
  @Tag("EI-6")
  void shouldBelieveARevocationListAlone() {
    // Given
    ConnectorTask task = path.started();

    // When
    path.report(task, signed(task, List.of(certificate), List.of(), List.of(list)));

    // Then
    assertThat(verified(path.onlyResult())).isInstanceOf(ProofVerdict.Verified.class);
  }

  @Test
  @Tag("AS-20")
  void shouldApproveNothingWhereNothingSaysThatTheCertificateIsGood() {
    // Given
    ConnectorTask task = path.started();

    // When
    path.report(task, signed(task, List.of(certificate), List.of(), List.of()));

    // Then
    OperationResult result = path.onlyResult();
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
    assertThat(result.getProviderEvidence()).isNull();
  }

  @Test
  @Tag("EI-10")
  void shouldNotVerifyAgainWhatWasTakenOutOfAResult() {
    // Given
    ConnectorTask task = path.started();
    path.report(task, signed(task, List.of(certificate), List.of(response), List.of(list)));
    OperationResult result = path.onlyResult();

    // When
    result.getProviderEvidence().setOcspResponses(null);
    result.getProviderEvidence().setRevocationLists(null);

    // Then
    assertThat(verified(result)).isEqualTo(new ProofVerdict.Refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  private static ProofVerdict verified(OperationResult result) {
    return ResultVerifier.verify(result, Optional.of(SIGNER.certificate()), REVOCATION_REQUIRED);
  }

  private static ProviderSigned signed(
      ConnectorTask task,
      List<ByteBuffer> chain,
      List<ByteBuffer> responses,
      List<ByteBuffer> lists) {
    return ProviderSigned.newBuilder(ProviderPath.signed(task))
        .setChain(chain)
        .setOcspResponses(responses)
        .setRevocationLists(lists)
        .build();
  }

  private static byte[] response() throws IOException, OCSPException, OperatorCreationException {
    X509CertificateHolder holder = new X509CertificateHolder(SIGNER.certificate());
    CertificateID about =
        new CertificateID(
            new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
            holder,
            holder.getSerialNumber());
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            new BasicOCSPRespBuilder(new RespID(holder.getSubject()))
                .addResponse(about, CertificateStatus.GOOD, FROM, UNTIL)
                .build(new BySigner(), new X509CertificateHolder[0], FROM))
        .getEncoded();
  }

  private static byte[] list() throws IOException {
    X509CertificateHolder holder = new X509CertificateHolder(SIGNER.certificate());
    X509v2CRLBuilder builder = new X509v2CRLBuilder(holder.getSubject(), FROM);
    builder.setNextUpdate(UNTIL);
    return builder.build(new BySigner()).getEncoded();
  }

  /** Signs as the signer does, who is its own authority. */
  private static final class BySigner implements ContentSigner {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      return SIGNER.sign(content.toByteArray());
    }
  }
}
