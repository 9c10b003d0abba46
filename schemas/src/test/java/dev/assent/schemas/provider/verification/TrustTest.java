package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.Documents.verify;
import static dev.assent.schemas.provider.verification.Documents.verifyRegistered;
import static dev.assent.schemas.provider.verification.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.SignerKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("EI-2")
final class TrustTest {
  private static final TestCertificate SUBORDINATE =
      TestCertificate.of("CN=Subordinate").by(ROOT).authority().make();

  @Test
  void shouldBelieveWhomAnAnchorVouchesForDirectlyAndByOthers() {
    // Given
    TestCertificate below = SUBORDINATE.user("mid1").make();

    // Then
    assertThat(verify(proof(ANN))).isEqualTo(verified(ANN));
    assertThat(verify(proof(below, SUBORDINATE))).isEqualTo(verified(below));
    assertThat(verify(inside(below, SUBORDINATE))).isEqualTo(verified(below));
    assertThat(verify(proof(below))).isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  void shouldBelieveNobodyOfAnotherAuthority() {
    // Given
    TestCertificate other = TestCertificate.root("Other");
    TestCertificate sameName = TestCertificate.of("CN=Root").key("secp384r1").authority().make();

    // Then
    for (TestCertificate authority : List.of(other, sameName)) {
      TestCertificate signer = authority.user("mid1").make();
      assertThat(verify(proof(signer, authority))).isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
      assertThat(verify(proof(signer, authority), Optional.of(ANN)))
          .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
    }
  }

  @Test
  void shouldBelieveNobodyAtAllWithoutAnchorOrRegistration() {
    // Then
    assertThat(verifyRegistered(proof(ANN), ROOT.user("mid1").make()))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
    assertThat(verifyRegistered(proof(ANN), ANN)).isEqualTo(verified(ANN));
  }

  @Test
  void shouldNotTakeAUserForAnAuthority() {
    // Given
    TestCertificate forged = ANN.user("mid1").make();
    TestCertificate noUsage =
        TestCertificate.of("CN=No authority").by(ROOT).usage(KeyUsage.keyCertSign).make();

    // Then
    assertThat(verify(proof(forged, ANN))).isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
    assertThat(verify(proof(noUsage.user("mid1").make(), noUsage)))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  void shouldRefuseWhatIsNotValidAtTheTime() {
    // Given
    TestCertificate expired = ROOT.user("mid1").until(NOW.minusSeconds(1)).make();
    TestCertificate notYet = ROOT.user("mid1").from(NOW.plusSeconds(1)).make();
    TestCertificate old =
        TestCertificate.of("CN=Old").by(ROOT).authority().until(NOW.minusSeconds(1)).make();

    // Then
    for (TestCertificate signer : List.of(expired, notYet)) {
      assertThat(verify(proof(signer))).isEqualTo(refused(ProofFlaw.NOT_VALID_THEN));
      assertThat(verifyRegistered(proof(signer), signer))
          .isEqualTo(refused(ProofFlaw.NOT_VALID_THEN));
    }
    assertThat(verify(proof(old.user("mid1").make(), old)))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
  }

  @ParameterizedTest
  @ValueSource(ints = {KeyUsage.keyEncipherment, KeyUsage.keyAgreement, KeyUsage.keyCertSign})
  void shouldRefuseAKeyThatIsNotMadeToSign(int usage) {
    // Given
    TestCertificate signer = ROOT.user("mid1").usage(usage).make();

    // Then
    assertThat(verify(proof(signer))).isEqualTo(refused(ProofFlaw.KEY_USAGE));
    assertThat(verifyRegistered(proof(signer), signer)).isEqualTo(refused(ProofFlaw.KEY_USAGE));
  }

  @Test
  void shouldTakeAKeyThatIsMadeToCommit() {
    // Given
    TestCertificate signer = ROOT.user("mid1").usage(KeyUsage.nonRepudiation).make();

    // Then
    assertThat(verify(proof(signer))).isEqualTo(verified(signer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA1024", "secp224r1", "secp256k1", "brainpoolP256r1"})
  @Tag("AS-13")
  void shouldRefuseAWeakKeyAndOtherCurves(String key) {
    // Given
    TestCertificate signer = ROOT.user("mid1").key(key).make();

    // Then
    assertThat(SignerKey.isAllowed(signer.certificate().getPublicKey())).isFalse();
    assertThat(verify(proof(signer))).isEqualTo(refused(ProofFlaw.ALGORITHM_REFUSED));
    assertThat(verifyRegistered(proof(signer), signer))
        .isEqualTo(refused(ProofFlaw.ALGORITHM_REFUSED));
  }

  @Test
  @Tag("AS-13")
  void shouldRefuseAChainThatIsSignedWithSha1() {
    // Given
    TestCertificate signer = ROOT.user("mid1").signedWith("SHA1withECDSA").make();

    // Then
    assertThat(verify(proof(signer)))
        .isIn(refused(ProofFlaw.ALGORITHM_REFUSED), refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  @Tag("AS-13")
  void shouldRefuseAnAuthorityWithAWeakKey() {
    // Given
    TestCertificate weak = TestCertificate.of("CN=Weak").key("RSA1024").by(ROOT).authority().make();

    // Then
    assertThat(verify(proof(weak.user("mid1").make(), weak)))
        .isIn(refused(ProofFlaw.ALGORITHM_REFUSED), refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  void shouldBelieveTheSameSubjectsNextCertificate() {
    // Given
    TestCertificate next = ROOT.user("mid1").key("secp384r1").make();

    // Then
    assertThat(verify(proof(next), Optional.of(ANN))).isEqualTo(verified(next));
  }

  @Test
  void shouldRefuseAnotherSubjectThoughItIsTrusted() {
    // Given
    TestCertificate another = ROOT.user("mid2").make();
    TestCertificate unnamed = TestCertificate.of("C=CH,CN=Ann").by(ROOT).make();

    // Then
    assertThat(verify(proof(another))).isEqualTo(verified(another));
    assertThat(verify(proof(another), Optional.of(ANN)))
        .isEqualTo(refused(ProofFlaw.SUBJECT_CHANGED));
    assertThat(verify(proof(unnamed), Optional.of(ANN)))
        .isEqualTo(refused(ProofFlaw.SUBJECT_CHANGED));
    assertThat(verify(proof(ANN), Optional.of(unnamed)))
        .isEqualTo(refused(ProofFlaw.SUBJECT_CHANGED));
  }

  static ProviderProof proof(TestCertificate signer, TestCertificate... chain) {
    return proof(signer, List.of(), List.of(), chain);
  }

  static ProviderProof proof(
      TestCertificate signer,
      List<String> responses,
      List<String> lists,
      TestCertificate... chain) {
    byte[] signature =
        PlainProofTest.sign(signer, TestCertificate.algorithm(signer.privateKey()), DOCUMENT);
    return new ProviderProof(
        Optional.of(ProofFormat.DOCUMENT_SHA256),
        HexFormat.of().formatHex(signature),
        signer.hexadecimal(),
        Optional.empty(),
        List.of(chain).stream().map(TestCertificate::hexadecimal).toList(),
        responses,
        lists);
  }

  private static ProviderProof inside(TestCertificate signer, TestCertificate... chain) {
    byte[] cms = TestCms.over(DOCUMENT, signer).with(chain).make();
    return ProviderProof.of(ProofFormat.CMS_DOCUMENT, cms, signer.der());
  }
}
