package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** An OCSP response (RFC 6960) of the issuer of a certificate, or of whom the issuer made one. */
final class OcspAnswer {
  private static final int LONGEST = 64 * 1024;

  /** How long an answer holds that does not say it. */
  private static final Duration FRESH = Duration.ofDays(1);

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final BasicOCSPResp response;

  private OcspAnswer(BasicOCSPResp response) {
    this.response = response;
  }

  static OcspAnswer read(byte[] der) throws RefusedProofException {
    try {
      if (der.length <= LONGEST
          && new OCSPResp(der).getResponseObject() instanceof BasicOCSPResp basic) {
        return new OcspAnswer(basic);
      }
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    } catch (IOException | OCSPException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
  }

  /** As {@link Revocation#isGood}; an answer by somebody else or about another says nothing. */
  boolean isGood(
      X509Certificate certificate,
      X509Certificate issuer,
      List<X509Certificate> responders,
      Instant at)
      throws RefusedProofException {
    if (!isSigned(issuer, responders, at)) {
      return false;
    }
    boolean good = false;
    for (SingleResp single : response.getResponses()) {
      if (isAbout(single, certificate, issuer)) {
        if (single.getCertStatus() instanceof RevokedStatus revoked
            && !revoked.getRevocationTime().toInstant().isAfter(at)) {
          throw new RefusedProofException(ProofFlaw.REVOKED);
        }
        // the library's word for good is null
        good |= single.getCertStatus() == null && isFresh(single, at);
      }
    }
    return good;
  }

  private static boolean isAbout(
      SingleResp single, X509Certificate certificate, X509Certificate issuer)
      throws RefusedProofException {
    try {
      return single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
          && single
              .getCertID()
              .matchesIssuer(
                  new JcaX509CertificateHolder(issuer), new BcDigestCalculatorProvider());
    } catch (OCSPException | GeneralSecurityException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
  }

  private static boolean isFresh(SingleResp single, Instant at) {
    Instant from = single.getThisUpdate().toInstant();
    Instant until =
        single.getNextUpdate() == null ? from.plus(FRESH) : single.getNextUpdate().toInstant();
    return !from.isAfter(at.plus(Revocation.SKEW)) && !until.isBefore(at);
  }

  private boolean isSigned(X509Certificate issuer, List<X509Certificate> responders, Instant at)
      throws RefusedProofException {
    Certificates.checkSignatureAlgorithm(
        new DefaultSignatureNameFinder()
            .getAlgorithmName(response.getSignatureAlgorithmID())
            .replace("WITH", "with"));
    if (isSignedBy(issuer)) {
      return true;
    }
    for (X509Certificate responder : candidates(responders)) {
      if (isDelegate(responder, issuer, at) && isSignedBy(responder)) {
        return true;
      }
    }
    return false;
  }

  private List<X509Certificate> candidates(List<X509Certificate> responders)
      throws RefusedProofException {
    List<X509Certificate> candidates = new ArrayList<>(responders);
    for (X509CertificateHolder holder : response.getCerts()) {
      try {
        candidates.add(Certificates.read(holder.getEncoded()));
      } catch (IOException _) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
    }
    return candidates;
  }

  /** RFC 6960 section 4.2.2.2: made for this by the very issuer of the certificate asked about. */
  private static boolean isDelegate(X509Certificate responder, X509Certificate issuer, Instant at) {
    try {
      List<String> purposes = responder.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(KeyPurposeId.id_kp_OCSPSigning.getId())) {
        return false;
      }
      Certificates.checkSigning(responder, at);
      Certificates.checkSignatureAlgorithm(responder.getSigAlgName());
      responder.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RefusedProofException _) {
      return false;
    }
  }

  private boolean isSignedBy(X509Certificate certificate) {
    try {
      return response.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(BOUNCY_CASTLE)
              .build(certificate.getPublicKey()));
    } catch (OCSPException | OperatorCreationException _) {
      return false;
    }
  }
}
