package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.decision.TestProvider.Usage;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignerCertificateTest {
  private static final byte[] MESSAGE = {1, 2, 3};
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00Z");

  @Test
  @Tag("EI-4")
  void shouldVerifySignaturesByEitherKindOfKey() {
    for (TestProvider signer :
        new TestProvider[] {TestProvider.elliptic(), TestProvider.rsa(2048)}) {
      // Given
      SignerCertificate certificate = SignerCertificate.of(signer.certificate());
      byte[] signature = signer.sign(MESSAGE);
      byte[] changed = signature.clone();
      changed[changed.length - 1] ^= 1;

      // When / Then
      assertThat(certificate.bytes()).isEqualTo(signer.certificate());
      assertThat(certificate.verifies(MESSAGE, signature, FROM)).isTrue();
      assertThat(certificate.verifies(MESSAGE, changed, FROM)).isFalse();
      assertThat(certificate.verifies(new byte[] {1, 2}, signature, FROM)).isFalse();
      assertThat(certificate.verifies(MESSAGE, new byte[0], FROM)).isFalse();
    }
  }

  @Test
  void shouldVerifyWithinItsValidityOnly() {
    // Given
    TestProvider signer = TestProvider.elliptic(FROM, UNTIL);
    SignerCertificate certificate = SignerCertificate.of(signer.certificate());
    byte[] signature = signer.sign(MESSAGE);

    // When / Then
    assertThat(certificate.notAfter()).isEqualTo(UNTIL);
    assertThat(certificate.verifies(MESSAGE, signature, FROM.minusMillis(1))).isFalse();
    assertThat(certificate.verifies(MESSAGE, signature, FROM)).isTrue();
    assertThat(certificate.verifies(MESSAGE, signature, UNTIL)).isTrue();
    assertThat(certificate.verifies(MESSAGE, signature, UNTIL.plusMillis(1))).isFalse();
  }

  @Test
  void shouldRefuseKeysThatAreTooWeakOrOfAnotherCurve() {
    // Given
    byte[] weak = TestProvider.rsa(1024).certificate();
    byte[] otherCurve = TestProvider.onCurve("secp384r1").certificate();

    // When / Then
    for (byte[] bytes : new byte[][] {weak, otherCurve}) {
      assertThatThrownBy(() -> SignerCertificate.of(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("EC P-256 or RSA of at least 2048 bits");
    }
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

  @Test
  void shouldVerifyNothingWithBytesThatAreNoCertificate() {
    assertThat(new SignerCertificate("00").verifies(MESSAGE, new byte[0], FROM)).isFalse();
  }
}
