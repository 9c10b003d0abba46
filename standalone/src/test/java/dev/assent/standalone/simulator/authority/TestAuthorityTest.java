package dev.assent.standalone.simulator.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestAuthorityTest {
  private final TestAuthority authority = TestAuthority.create();

  @ParameterizedTest
  @EnumSource
  void shouldCertifyTheKeyThatSigns(KeyKind kind) throws Exception {
    // Given
    CertifiedKey key = authority.issue(kind, "Somebody", "MID0001");
    byte[] content = {1, 2, 3};
    Signature signature = Signature.getInstance(kind.signatureAlgorithm());
    signature.initSign(key.privateKey());
    signature.update(content);
    byte[] signed = signature.sign();

    // When
    signature.initVerify(key.certificate());
    signature.update(content);

    // Then
    assertThat(signature.verify(signed)).isTrue();
    assertThatCode(() -> validate(key)).doesNotThrowAnyException();
  }

  @Test
  void shouldIssueACertificateThatHasExpired() {
    // Given
    CertifiedKey key = authority.issueExpired(KeyKind.ELLIPTIC_CURVE, "Somebody", "MID0001");

    // When // Then
    assertThatThrownBy(() -> validate(key))
        .isInstanceOfSatisfying(
            CertPathValidatorException.class,
            failure ->
                assertThat(failure.getReason())
                    .isEqualTo(CertPathValidatorException.BasicReason.EXPIRED));
  }

  @Test
  void shouldPutWhatItRevokesOnTheRevocationList() {
    // Given
    CertifiedKey key = authority.issueRevoked(KeyKind.ELLIPTIC_CURVE, "Somebody", "MID0001");

    // When // Then
    assertThatThrownBy(() -> validate(key))
        .isInstanceOfSatisfying(
            CertPathValidatorException.class,
            failure ->
                assertThat(failure.getReason())
                    .isEqualTo(CertPathValidatorException.BasicReason.REVOKED));
  }

  @Test
  void shouldWriteTheRootForThoseThatVerify(@TempDir Path directory) throws Exception {
    // Given
    Path file = directory.resolve("root.pem");

    // When
    authority.writeRoot(file);

    // Then
    try (var stream = Files.newInputStream(file)) {
      assertThat(CertificateFactory.getInstance("X.509").generateCertificate(stream))
          .isEqualTo(authority.root());
    }
  }

  private void validate(CertifiedKey key) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPath path = factory.generateCertPath(List.<X509Certificate>of(key.certificate()));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
    parameters.addCertStore(
        CertStore.getInstance(
            "Collection",
            new CollectionCertStoreParameters(
                List.of(
                    factory.generateCRL(new ByteArrayInputStream(authority.revocationList()))))));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  @Test
  void shouldCertifyAfterItWasKeptAsBefore(@TempDir Path directory) throws Exception {
    // Given
    Path file = directory.resolve("authority.pem");
    authority.keep(file);

    // When
    TestAuthority read = TestAuthority.read(file);
    CertifiedKey issued = read.issue(KeyKind.ELLIPTIC_CURVE, "User", "1");

    // Then
    assertThat(read.root()).isEqualTo(authority.root());
    assertThatCode(() -> issued.certificate().verify(authority.root().getPublicKey()))
        .doesNotThrowAnyException();
    assertThat(issued.certificate().getIssuerX500Principal())
        .isEqualTo(authority.root().getSubjectX500Principal());
  }
}
