package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.SignerKey;
import dev.assent.schemas.provider.SignerPurpose;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** X.509 certificates as they are presented, and what is asked of each. */
final class Certificates {
  private static final int MOST = 20;
  private static final int LONGEST = 16 * 1024;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  /** Names of the JDK, by the object identifiers of RFC 4055 and RFC 5758. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA");

  private Certificates() {}

  /** All of these; refused as a whole where one is none. */
  static List<X509Certificate> read(List<String> hexadecimal) throws RefusedProofException {
    if (hexadecimal.size() > MOST) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (String one : hexadecimal) {
      certificates.add(read(HexFormat.of().parseHex(one)));
    }
    return certificates;
  }

  /** The certificate of exactly these bytes. */
  static X509Certificate read(byte[] der) throws RefusedProofException {
    if (der.length > LONGEST) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (!Arrays.equals(certificate.getEncoded(), der)) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
      return certificate;
    } catch (CertificateException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
  }

  /** A signer's certificate must besides be made for a person, if it says for what. */
  static void checkSigner(X509Certificate certificate, Instant at) throws RefusedProofException {
    checkSigning(certificate, at);
    if (!SignerPurpose.isAllowed(certificate)) {
      throw new RefusedProofException(ProofFlaw.KEY_USAGE);
    }
  }

  /** Whoever's signs must have an allowed key that may sign, and have been valid. */
  static void checkSigning(X509Certificate certificate, Instant at) throws RefusedProofException {
    checkKeyAndTime(certificate, at);
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new RefusedProofException(ProofFlaw.KEY_USAGE);
    }
  }

  /** Any certificate on the way must have an allowed key and have been valid. */
  static void checkKeyAndTime(X509Certificate certificate, Instant at)
      throws RefusedProofException {
    if (!SignerKey.isAllowed(certificate.getPublicKey())) {
      throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
    if (at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant())) {
      throw new RefusedProofException(ProofFlaw.NOT_VALID_THEN);
    }
  }

  /** What an authority signed must be signed with SHA-256 or better. */
  static void checkSignatureAlgorithm(String name) throws RefusedProofException {
    if (!SIGNATURES.contains(name)) {
      throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
  }
}
