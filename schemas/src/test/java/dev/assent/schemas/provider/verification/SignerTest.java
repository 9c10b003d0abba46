package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.TRUST;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.Documents.verify;
import static dev.assent.schemas.provider.verification.Documents.verifyRegistered;
import static dev.assent.schemas.provider.verification.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofVerdict;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificates are taken, of all those that an authority vouches for. */
final class SignerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.5.29.37.0",
        "1.3.6.1.5.5.7.3.2",
        "1.3.6.1.5.5.7.3.4",
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.4.1.311.10.3.12",
        "1.2.840.113583.1.1.5",
        "1.3.6.1.4.1.311.20.2.2",
        "1.3.6.1.5.2.3.4",
        "1.3.6.1.4.1.62306.5.7.0"
      })
  @Tag("EI-2")
  void shouldTakeWhatIsMadeForAPerson(String purpose) {
    // Given
    TestCertificate alone = ROOT.user("mid1").purposes(purpose(purpose)).make();
    TestCertificate besides =
        ROOT.user("mid1").purposes(KeyPurposeId.id_kp_serverAuth, purpose(purpose)).make();

    // Then
    for (TestCertificate signer : new TestCertificate[] {alone, besides}) {
      assertThat(verify(TrustTest.proof(signer))).isEqualTo(verified(signer));
      assertThat(verifyRegistered(TrustTest.proof(signer), signer)).isEqualTo(verified(signer));
    }
  }

  static List<List<KeyPurposeId>> ofMachines() {
    return List.of(
        List.of(KeyPurposeId.id_kp_serverAuth),
        List.of(KeyPurposeId.id_kp_OCSPSigning),
        List.of(KeyPurposeId.id_kp_timeStamping),
        List.of(KeyPurposeId.id_kp_codeSigning),
        List.of(purpose("1.3.6.1.4.1.99999.1")),
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_timeStamping));
  }

  @ParameterizedTest
  @MethodSource("ofMachines")
  @Tag("EI-2")
  @Tag("AS-20")
  void shouldRefuseWhatIsMadeForAMachine(List<KeyPurposeId> purposes) {
    // Given
    TestCertificate signer =
        ROOT.user("mid1").purposes(purposes.toArray(KeyPurposeId[]::new)).make();

    // Then
    assertThat(verify(TrustTest.proof(signer))).isEqualTo(refused(ProofFlaw.KEY_USAGE));
    assertThat(verifyRegistered(TrustTest.proof(signer), signer))
        .isEqualTo(refused(ProofFlaw.KEY_USAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "MIDCHE28RCLX1X57, MIDCHE28RCLX1X57",
    "PNOEE-60001019906, PNOEE-60001019906",
    "PNOEE-60001019906, 60001019906",
    "IDCCZ-123456789, 123456789",
    "PNOEE-40504040001, PNOEE-40504040001-DEM0-Q",
    "PNOEE-40504040001, PNOEE-40504040001-MOCK-NQ"
  })
  @Tag("EI-1")
  void shouldTakeTheFirstSignerWhomTheCredentialNames(String serialNumber, String identificator) {
    // Given
    TestCertificate signer = ROOT.user(serialNumber).make();

    // Then
    assertThat(named(signer, identificator)).isEqualTo(verified(signer));
  }

  @ParameterizedTest
  @CsvSource({
    "MIDCHE28RCLX1X57, MIDCHE28RCLX1X58",
    "MIDCHE28RCLX1X57, MIDCHE",
    "MIDCHE, MIDCHE-DEM0-Q",
    "PNOEE-60001019906, 60001019907",
    "PNOEE-60001019906, PNOLV-60001019906",
    "PNOEE-60001019906, 0001019906",
    "VATEE-60001019906, 60001019906",
    "60001019906, PNOEE-60001019906",
    "PNOEE-4050404000, PNOEE-40504040001-DEM0-Q",
    "PNOEE-40504040001, PNOEE-40504040001-DEM0-Q-Q",
    "PNOEE-40504040001, PNOEE-40504040001-"
  })
  @Tag("EI-1")
  @Tag("AS-20")
  void shouldRefuseAFirstSignerWhomTheCredentialDoesNotName(
      String serialNumber, String identificator) {
    // Given
    TestCertificate signer = ROOT.user(serialNumber).make();

    // Then
    assertThat(named(signer, identificator)).isEqualTo(refused(ProofFlaw.SUBJECT_DIFFERS));
  }

  @Test
  @Tag("EI-1")
  void shouldRefuseAFirstSignerWhoIsNobodyOrTwo() {
    // Given
    TestCertificate nobody = TestCertificate.of("C=CH,CN=mid1").by(ROOT).make();
    TestCertificate two =
        TestCertificate.of("CN=Ann,SERIALNUMBER=mid1,SERIALNUMBER=mid2").by(ROOT).make();

    // Then
    assertThat(named(nobody, "mid1")).isEqualTo(refused(ProofFlaw.SUBJECT_DIFFERS));
    assertThat(named(two, "mid1")).isEqualTo(refused(ProofFlaw.SUBJECT_DIFFERS));
  }

  @Test
  void shouldGoByTheSubjectThatWasBoundOnceThereIsOne() {
    // Given
    TestCertificate next = ROOT.user("mid1").key("secp384r1").make();

    // When
    ProofVerdict verdict =
        ProofVerifier.verify(
            DOCUMENT,
            TrustTest.proof(next),
            Optional.of(ANN.der()),
            Optional.of("another name"),
            TRUST,
            NOW);

    // Then
    assertThat(verdict).isEqualTo(verified(next));
  }

  private static ProofVerdict named(TestCertificate signer, String identificator) {
    return ProofVerifier.verify(
        DOCUMENT,
        TrustTest.proof(signer),
        Optional.empty(),
        Optional.of(identificator),
        TRUST,
        NOW);
  }

  private static KeyPurposeId purpose(String identifier) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(identifier));
  }
}
