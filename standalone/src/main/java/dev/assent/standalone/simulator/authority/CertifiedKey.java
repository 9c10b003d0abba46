package dev.assent.standalone.simulator.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A signer's key with its certificate.
 *
 * @param kind what the key signs with
 * @param privateKey the key
 * @param certificate of the key
 * @param issuers the certificates above it, nearest first, the root last
 */
public record CertifiedKey(
    KeyKind kind,
    PrivateKey privateKey,
    X509Certificate certificate,
    List<X509Certificate> issuers) {
  public CertifiedKey {
    issuers = List.copyOf(issuers);
  }

  @Override
  public String toString() {
    return "CertifiedKey[" + certificate.getSubjectX500Principal() + "]";
  }
}
