package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.CONTENT;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.Documents.verify;
import static dev.assent.schemas.provider.verification.Documents.verifyRegistered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofFormat.Scheme;
import dev.assent.schemas.provider.ProviderProof;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("EI-4")
final class PlainProofTest {
  private static final TestCertificate RSA = ROOT.user("mid1").key("RSA2048").make();

  @ParameterizedTest
  @CsvSource({
    "DOCUMENT_SHA256, secp256r1, SHA256withECDSA",
    "DOCUMENT_SHA384, secp384r1, SHA384withECDSA",
    "DOCUMENT_SHA512, secp521r1, SHA512withECDSA",
    "DOCUMENT_SHA256, secp256r1, SHA256withPLAIN-ECDSA",
    "DOCUMENT_SHA512, secp521r1, SHA512withPLAIN-ECDSA",
    "DOCUMENT_SHA256, RSA2048, SHA256withRSA",
    "DOCUMENT_SHA384, RSA2048, SHA384withRSA",
    "DOCUMENT_SHA512, RSA2048, SHA512withRSA",
    "DOCUMENT_PSS_SHA256, RSA2048, SHA256withRSAandMGF1",
    "DOCUMENT_PSS_SHA384, RSA2048, SHA384withRSAandMGF1",
    "DOCUMENT_PSS_SHA512, RSA2048, SHA512withRSAandMGF1",
  })
  void shouldVerifyAPlainSignature(ProofFormat format, String key, String algorithm) {
    // Given
    TestCertificate signer = ROOT.user("mid1").key(key).make();
    byte[] signature = sign(signer, algorithm, DOCUMENT);
    byte[] another = sign(signer, algorithm, Documents.document("op-2"));

    // Then
    assertThat(verify(ProviderProof.of(format, signature, signer.der())))
        .isEqualTo(verified(signer));
    assertThat(verifyRegistered(ProviderProof.of(format, signature, signer.der()), signer))
        .isEqualTo(verified(signer));
    assertThat(verify(ProviderProof.of(format, another, signer.der())))
        .isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
  }

  @ParameterizedTest
  @EnumSource(ProofFormat.class)
  void shouldNeverVerifyInAnotherFormat(ProofFormat format) {
    // Given
    byte[] signature = sign(RSA, "SHA256withRSA", DOCUMENT);

    // Then
    if (format != ProofFormat.DOCUMENT_SHA256) {
      assertThat(verify(ProviderProof.of(format, signature, RSA.der())))
          .isNotEqualTo(verified(RSA));
    }
  }

  @Test
  void shouldVerifySmartIdsProtocolAroundTheChallenge() {
    // Given
    String protocol =
        "smart-id|ACSP_V2|random|%s|user|QmFuaw==||interactions|displayTextAndPIN||Notification"
            .formatted(CONTENT.challenge());
    byte[] signature = sign(RSA, "SHA512withRSAandMGF1", protocol.getBytes(UTF_8));

    // Then
    assertThat(verify(protocol(signature, Optional.of(protocol)))).isEqualTo(verified(RSA));
    assertThat(verify(protocol(signature, Optional.of(protocol.replace("random", "rondam")))))
        .isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
    assertThat(verify(protocol(signature, Optional.empty())))
        .isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS));
    assertThat(verify(protocol(signature, Optional.of("smart-id|ACSP_V2"))))
        .isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS));
  }

  @Test
  @Tag("AS-20")
  void shouldBelieveNothingOfAnUnknownFormat() {
    // Given
    byte[] signature = sign(ANN, "SHA256withECDSA", DOCUMENT);
    ProviderProof proof =
        new ProviderProof(
            Optional.empty(),
            HexFormat.of().formatHex(signature),
            ANN.hexadecimal(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());

    // Then
    assertThat(verify(proof)).isEqualTo(refused(ProofFlaw.FORMAT_UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 256})
  void shouldRefuseWhatIsNoSignature(int length) {
    // Then
    for (ProofFormat format : ProofFormat.values()) {
      if (format.scheme() != Scheme.CMS) {
        assertThat(verify(ProviderProof.of(format, new byte[length], ANN.der())))
            .isNotEqualTo(verified(ANN));
        assertThat(verify(ProviderProof.of(format, new byte[length], RSA.der())))
            .isNotEqualTo(verified(RSA));
      }
    }
  }

  @Test
  void shouldRefuseWhatIsNoCertificate() {
    // Given
    byte[] signature = sign(ANN, "SHA256withECDSA", DOCUMENT);
    byte[] longer = Arrays.copyOf(ANN.der(), ANN.der().length + 1);

    // Then
    for (byte[] certificate : List.of(new byte[0], new byte[] {0x30}, longer)) {
      assertThat(verify(ProviderProof.of(signature, certificate)))
          .isEqualTo(refused(ProofFlaw.MALFORMED));
    }
  }

  private static ProviderProof protocol(byte[] signature, Optional<String> text) {
    return new ProviderProof(
        Optional.of(ProofFormat.ACSP_V2_SHA512),
        HexFormat.of().formatHex(signature),
        RSA.hexadecimal(),
        text.map(said -> HexFormat.of().formatHex(said.getBytes(UTF_8))),
        List.of(),
        List.of(),
        List.of());
  }

  static byte[] sign(TestCertificate signer, String algorithm, byte[] content) {
    try {
      Signature signature = Signature.getInstance(algorithm, TestCertificate.BOUNCY_CASTLE);
      signature.initSign(signer.privateKey());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
