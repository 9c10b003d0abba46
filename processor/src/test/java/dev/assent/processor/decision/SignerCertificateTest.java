package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.decision.TestProvider.Usage;
import dev.assent.schemas.provider.verification.TestCertificate;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignerCertificateTest {
  @Test
  void shouldRefuseKeysThatAreTooWeak() {
    // Given
    byte[] weak = TestProvider.rsa(1024).certificate();

    // When / Then
    assertThatThrownBy(() -> SignerCertificate.of(weak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RSA of at least 2048 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void shouldTakeKeysOfTheCurvesOfNist(String curve) {
    // Given
    byte[] certificate = TestProvider.onCurve(curve).certificate();

    // When / Then
    assertThat(SignerCertificate.of(certificate).bytes()).isEqualTo(certificate);
  }

  @ParameterizedTest
  @EnumSource(Usage.class)
  void shouldTakeKeysThatMaySignOnly(Usage usage) {
    // Given
    byte[] bytes = TestProvider.forUse(usage).certificate();

    // When / Then
    if (usage == Usage.KEY_ENCIPHERMENT) {
      assertThatThrownBy(() -> SignerCertificate.of(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("key usage");
    } else {
      assertThat(SignerCertificate.of(bytes).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  @Tag("EI-2")
  void shouldTakeNoCertificateOfAMachineAndStillReadOneThatIsKept() {
    // Given
    TestCertificate root = TestCertificate.root("Purposes");
    byte[] machine = root.user("1").purposes(KeyPurposeId.id_kp_serverAuth).make().der();
    byte[] person = root.user("1").purposes(KeyPurposeId.id_kp_clientAuth).make().der();

    // When / Then
    assertThatThrownBy(() -> SignerCertificate.presented(machine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("extended key usage");
    assertThat(SignerCertificate.of(machine).bytes()).isEqualTo(machine);
    assertThat(SignerCertificate.presented(person).bytes()).isEqualTo(person);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void shouldTakeTheBytesOfOneCertificateAndNoOthers(int more) {
    // Given
    byte[] certificate = TestProvider.elliptic().certificate();
    byte[] bytes = more == 0 ? new byte[0] : Arrays.copyOf(certificate, certificate.length + more);

    // When / Then
    assertThatThrownBy(() -> SignerCertificate.of(bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
