package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.provider.verification.Documents;
import dev.assent.schemas.provider.verification.TestCertificate;
import dev.assent.schemas.provider.verification.TestCms;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our verifier believes, the European Commission's library finds intact and trusted, too. */
final class OthersVerifyProofsTest {
  private static final TestCertificate ROOT = TestCertificate.root("Root of the others");
  private static final byte[] TEXT =
      SignedContent.of(Documents.DOCUMENT).text("").getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "RSA2048"})
  @Tag("EI-4")
  void shouldFindTheSignatureIntactAndTrusted(String key) {
    // Given
    TestCertificate signer = ROOT.user("mid1").key(key).make();
    byte[] cms = TestCms.over(TEXT, signer).make();
    String changed = HexFormat.of().formatHex(cms).replace(digits("1.00"), digits("9.00"));

    // When
    SignatureWrapper signature = verify(cms);
    SignatureWrapper forged = verify(HexFormat.of().parseHex(changed));

    // Then
    assertThat(signature.isSignatureIntact()).isTrue();
    assertThat(signature.isSignatureValid()).isTrue();
    assertThat(signature.isTrustedChain()).isTrue();
    assertThat(forged.isSignatureValid()).isFalse();
  }

  private static SignatureWrapper verify(byte[] cms) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(new CertificateToken(ROOT.certificate()));
    CertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAIASource(null);
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new InMemoryDocument(cms));
    validator.setCertificateVerifier(verifier);
    validator.setValidationTime(Date.from(TestCertificate.NOW));
    return validator.validateDocument().getDiagnosticData().getSignatures().getFirst();
  }

  private static String digits(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
