package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The way from a signer's certificate to a trust anchor (RFC 5280 section 6). */
final class TrustPath {
  private static final int MOST_INTERMEDIATES = 5;
  private static final int NOT_AN_AUTHORITY = -1;

  private TrustPath() {}

  /**
   * The certificates from the signer's to the anchor's, both included.
   *
   * @param known certificates that may stand in between
   * @param anchors authorities that are believed; none: no way is found
   */
  static List<X509Certificate> find(
      X509Certificate signer,
      List<X509Certificate> known,
      List<X509Certificate> anchors,
      Instant at)
      throws RefusedProofException {
    if (anchors.isEmpty() || signer.getBasicConstraints() != NOT_AN_AUTHORITY) {
      throw new RefusedProofException(ProofFlaw.NOT_TRUSTED);
    }
    List<X509Certificate> path = build(signer, known, anchors, at);
    for (X509Certificate certificate : path) {
      Certificates.checkKeyAndTime(certificate, at);
    }
    // what signs the anchor is not asked: it is believed by itself
    for (X509Certificate certificate : path.subList(0, path.size() - 1)) {
      Certificates.checkSignatureAlgorithm(certificate.getSigAlgName());
    }
    return path;
  }

  private static List<X509Certificate> build(
      X509Certificate signer,
      List<X509Certificate> known,
      List<X509Certificate> anchors,
      Instant at)
      throws RefusedProofException {
    Set<TrustAnchor> trusted = new HashSet<>();
    anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
    List<X509Certificate> store = new ArrayList<>(known);
    store.add(signer);
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
      parameters.setDate(Date.from(at));
      parameters.setMaxPathLength(MOST_INTERMEDIATES);
      // the JDK would fetch what it does not have: what is known of revocation is looked at after
      parameters.setRevocationEnabled(false);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(store)));
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path = new ArrayList<>();
      result.getCertPath().getCertificates().forEach(one -> path.add((X509Certificate) one));
      path.add(result.getTrustAnchor().getTrustedCert());
      return path;
    } catch (GeneralSecurityException _) {
      throw new RefusedProofException(ProofFlaw.NOT_TRUSTED);
    }
  }
}
