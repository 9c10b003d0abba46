package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.TRUST;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("EI-2")
final class RevocationTest {
  private static final CertificateStatus GOOD = CertificateStatus.GOOD;
  private static final Instant BEFORE = NOW.minusSeconds(60);
  private static final TestCertificate RESPONDER =
      TestCertificate.of("CN=Responder").by(ROOT).responder().make();

  @Test
  void shouldNeedNothingUnlessTheTenantWantsIt() {
    // Then
    assertThat(verify(false, List.of(), List.of())).isEqualTo(verified(ANN));
    assertThat(verify(true, List.of(), List.of())).isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  @Test
  void shouldBelieveAnAnswerOfTheIssuerOrOfWhomTheIssuerMadeOne() {
    // Then
    assertThat(verify(true, List.of(answer(ROOT, GOOD, BEFORE)), List.of()))
        .isEqualTo(verified(ANN));
    assertThat(verify(true, List.of(answer(RESPONDER, GOOD, BEFORE)), List.of()))
        .isEqualTo(verified(ANN));
    assertThat(verify(true, List.of(), List.of(list(ROOT, BEFORE, Optional.empty()))))
        .isEqualTo(verified(ANN));
  }

  @Test
  void shouldBelieveNoAnswerOfAnybodyElse() {
    // Given
    TestCertificate other = TestCertificate.root("Other");
    TestCertificate noResponder = TestCertificate.of("CN=Not made for it").by(ROOT).make();

    // Then
    for (TestCertificate signer : List.of(other, noResponder, ANN)) {
      assertThat(verify(true, List.of(answer(signer, GOOD, BEFORE)), List.of()))
          .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
    }
    assertThat(verify(true, List.of(), List.of(list(other, BEFORE, Optional.empty()))))
        .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  @Test
  void shouldBelieveNoAnswerOfAnotherTimeOrOfAnotherMeaning() {
    // Given
    Instant yesterday = NOW.minus(Duration.ofDays(2));
    Instant tomorrow = NOW.plus(Duration.ofDays(1));

    // Then
    for (Instant from : List.of(yesterday, tomorrow)) {
      assertThat(verify(true, List.of(answer(ROOT, GOOD, from)), List.of()))
          .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
      assertThat(verify(true, List.of(), List.of(list(ROOT, from, Optional.empty()))))
          .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
    }
    assertThat(verify(true, List.of(answer(ROOT, new UnknownStatus(), BEFORE)), List.of()))
        .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  @Test
  @Tag("AS-20")
  void shouldHearThatItWasRevokedWhetherTheTenantWantsItOrNot() {
    // Given
    String revoked = answer(RESPONDER, new RevokedStatus(Date.from(BEFORE), 0), BEFORE);
    String good = answer(ROOT, GOOD, BEFORE);
    String listed = list(ROOT, BEFORE, Optional.of(BEFORE));

    // Then
    for (boolean required : new boolean[] {true, false}) {
      assertThat(verify(required, List.of(good, revoked), List.of()))
          .isEqualTo(refused(ProofFlaw.REVOKED));
      assertThat(verify(required, List.of(good), List.of(listed)))
          .isEqualTo(refused(ProofFlaw.REVOKED));
    }
  }

  @Test
  void shouldHearItOfARegisteredCertificateToo() {
    // Given
    String revoked = answer(ROOT, new RevokedStatus(Date.from(BEFORE), 0), BEFORE);
    ProviderTrust required = new ProviderTrust(List.of(), List.of(), true);
    Optional<byte[]> registered = Optional.of(ANN.der());
    ProviderProof bad = TrustTest.proof(ANN, List.of(revoked), List.of(), ROOT);
    ProviderProof good = TrustTest.proof(ANN, List.of(answer(ROOT, GOOD, BEFORE)), List.of(), ROOT);

    // Then
    assertThat(ProofVerifier.verify(DOCUMENT, bad, registered, required, NOW))
        .isEqualTo(refused(ProofFlaw.REVOKED));
    assertThat(ProofVerifier.verify(DOCUMENT, good, registered, required, NOW))
        .isEqualTo(verified(ANN));
    assertThat(ProofVerifier.verify(DOCUMENT, TrustTest.proof(ANN), registered, required, NOW))
        .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  @Test
  void shouldRefuseAnAuthorityOnTheWayThatWasRevoked() {
    // Given
    TestCertificate subordinate = TestCertificate.of("CN=Subordinate").by(ROOT).authority().make();
    TestCertificate signer = subordinate.user("mid1").make();
    String listed = list(ROOT, BEFORE, Optional.of(BEFORE), subordinate);
    ProviderProof proof = TrustTest.proof(signer, List.of(), List.of(listed), subordinate);

    // Then
    assertThat(ProofVerifier.verify(DOCUMENT, proof, Optional.empty(), TRUST, NOW))
        .isEqualTo(refused(ProofFlaw.REVOKED));
  }

  @Test
  void shouldNotTakeAListOfSomeCertificatesForOneOfAll() {
    // Given
    IssuingDistributionPoint authorities =
        new IssuingDistributionPoint(null, false, true, null, false, false);
    String ofAuthorities =
        list(ROOT, BEFORE, Optional.empty(), Extension.issuingDistributionPoint, authorities);
    String ofChanges =
        list(ROOT, BEFORE, Optional.empty(), Extension.deltaCRLIndicator, new ASN1Integer(1));
    String revoked =
        list(ROOT, BEFORE, Optional.of(BEFORE), Extension.deltaCRLIndicator, new ASN1Integer(1));

    // Then
    for (String partial : List.of(ofAuthorities, ofChanges)) {
      assertThat(verify(true, List.of(), List.of(partial)))
          .isEqualTo(refused(ProofFlaw.REVOCATION_UNKNOWN));
      assertThat(verify(false, List.of(), List.of(partial))).isEqualTo(verified(ANN));
    }
    assertThat(verify(false, List.of(), List.of(revoked))).isEqualTo(refused(ProofFlaw.REVOKED));
  }

  @Test
  void shouldRefuseMaterialThatIsNone() {
    // Then
    assertThat(verify(false, List.of("3000"), List.of())).isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(false, List.of(), List.of("3000"))).isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  private static ProofVerdict verify(boolean required, List<String> responses, List<String> lists) {
    return ProofVerifier.verify(
        DOCUMENT,
        TrustTest.proof(ANN, responses, lists),
        Optional.empty(),
        new ProviderTrust(TRUST.anchors(), List.of(), required),
        NOW);
  }

  private static String answer(TestCertificate signer, CertificateStatus status, Instant from) {
    try {
      DigestCalculatorProvider digests =
          new JcaDigestCalculatorProviderBuilder()
              .setProvider(TestCertificate.BOUNCY_CASTLE)
              .build();
      CertificateID about =
          new CertificateID(
              digests.get(CertificateID.HASH_SHA1),
              new JcaX509CertificateHolder(ROOT.certificate()),
              ANN.certificate().getSerialNumber());
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(signer.certificate());
      BasicOCSPResp response =
          new BasicOCSPRespBuilder(new RespID(holder.getSubject()))
              .addResponse(about, status, Date.from(from), Date.from(from.plusSeconds(3600)))
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(TestCertificate.BOUNCY_CASTLE)
                      .build(signer.privateKey()),
                  new JcaX509CertificateHolder[] {holder},
                  Date.from(from));
      return HexFormat.of()
          .formatHex(
              new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, response).getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String list(TestCertificate signer, Instant from, Optional<Instant> revokedAt) {
    return list(signer, from, revokedAt, ANN);
  }

  private static String list(
      TestCertificate signer, Instant from, Optional<Instant> revokedAt, TestCertificate whose) {
    return signed(builder(signer, from, revokedAt, whose), signer);
  }

  private static String list(
      TestCertificate signer,
      Instant from,
      Optional<Instant> revokedAt,
      ASN1ObjectIdentifier extension,
      ASN1Encodable value) {
    try {
      return signed(
          builder(signer, from, revokedAt, ANN).addExtension(extension, true, value), signer);
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v2CRLBuilder builder(
      TestCertificate signer, Instant from, Optional<Instant> revokedAt, TestCertificate whose) {
    X509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(signer.certificate().getSubjectX500Principal(), Date.from(from));
    builder.setNextUpdate(Date.from(from.plusSeconds(3600)));
    revokedAt.ifPresent(
        at ->
            builder.addCRLEntry(
                whose.certificate().getSerialNumber(), Date.from(at), CRLReason.keyCompromise));
    return builder;
  }

  private static String signed(X509v2CRLBuilder builder, TestCertificate signer) {
    try {
      return HexFormat.of()
          .formatHex(
              builder
                  .build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .setProvider(TestCertificate.BOUNCY_CASTLE)
                          .build(signer.privateKey()))
                  .getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
