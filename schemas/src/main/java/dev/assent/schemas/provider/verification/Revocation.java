package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

/**
 * Revocation lists (RFC 5280 section 5) and OCSP responses (RFC 6960) that came with a signature.
 * What says that a certificate was revoked is believed always; whether something must say that it
 * was not is the tenant's decision.
 */
final class Revocation {
  /** What clocks may differ by. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final int MOST = 10;
  private static final int LONGEST_LIST = 256 * 1024;

  /** RFC 5280 section 5.2.5. */
  private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";

  /** RFC 5280 section 5.2.4. */
  private static final String DELTA = "2.5.29.27";

  private final List<String> responses;
  private final List<String> lists;
  private final List<X509Certificate> responders;
  private final Instant at;

  /**
   * @param responders certificates that may belong to who signed the material
   */
  Revocation(
      List<String> responses, List<String> lists, List<X509Certificate> responders, Instant at)
      throws RefusedProofException {
    if (responses.size() > MOST || lists.size() > MOST) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    this.responses = responses;
    this.lists = lists;
    this.responders = responders;
    this.at = at;
  }

  /**
   * Whether any of it says that the certificate was good at the time.
   *
   * @throws RefusedProofException where any says that it was revoked by then
   */
  boolean isGood(X509Certificate certificate, X509Certificate issuer) throws RefusedProofException {
    boolean good = false;
    for (String list : lists) {
      good |= isGoodBy(list(HexFormat.of().parseHex(list)), certificate, issuer);
    }
    for (String response : responses) {
      good |=
          OcspAnswer.read(HexFormat.of().parseHex(response))
              .isGood(certificate, issuer, responders, at);
    }
    return good;
  }

  private boolean isGoodBy(X509CRL list, X509Certificate certificate, X509Certificate issuer)
      throws RefusedProofException {
    if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        || list.hasUnsupportedCriticalExtension()
        || !isSignedBy(list, issuer)) {
      return false;
    }
    X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
    if (entry != null && !entry.getRevocationDate().toInstant().isAfter(at)) {
      throw new RefusedProofException(ProofFlaw.REVOKED);
    }
    Date next = list.getNextUpdate();
    return entry == null
        && !isPartial(list)
        && next != null
        && !list.getThisUpdate().toInstant().isAfter(at.plus(SKEW))
        && !next.toInstant().isBefore(at);
  }

  /** Whether it is of some certificates or reasons only, so that its silence says nothing. */
  private static boolean isPartial(X509CRL list) {
    return list.getExtensionValue(ISSUING_DISTRIBUTION_POINT) != null
        || list.getExtensionValue(DELTA) != null;
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate issuer)
      throws RefusedProofException {
    Certificates.checkSignatureAlgorithm(list.getSigAlgName());
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static X509CRL list(byte[] der) throws RefusedProofException {
    if (der.length > LONGEST_LIST) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
  }
}
