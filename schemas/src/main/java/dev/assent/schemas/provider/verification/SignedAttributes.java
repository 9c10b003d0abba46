package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.SignerInformation;

/**
 * The signed attributes of a CMS (RFC 5652 section 11). That the content type and the digest are
 * right has been checked with the signature; here is what else they say.
 */
final class SignedAttributes {
  /** An operation lives for ten minutes; the rest is what clocks may differ by. */
  private static final Duration SIGNED_WITHIN = Duration.ofMinutes(15);

  private SignedAttributes() {}

  /**
   * @param at when the answer came
   */
  static void check(SignerInformation signer, X509Certificate certificate, Instant at)
      throws RefusedProofException {
    AttributeTable attributes = signer.getSignedAttributes();
    if (attributes == null) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    Set<ASN1ObjectIdentifier> types = new HashSet<>();
    for (Attribute attribute : attributes.toASN1Structure().getAttributes()) {
      if (!types.add(attribute.getAttrType()) || attribute.getAttributeValues().length != 1) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
    }
    if (!types.contains(CMSAttributes.contentType)
        || !types.contains(CMSAttributes.messageDigest)) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    checkTime(attributes, at);
    checkCertificate(attributes, certificate);
  }

  private static void checkTime(AttributeTable attributes, Instant at)
      throws RefusedProofException {
    ASN1Encodable value = value(attributes, CMSAttributes.signingTime);
    if (value != null) {
      Instant signed = Time.getInstance(value).getDate().toInstant();
      if (Duration.between(signed, at).abs().compareTo(SIGNED_WITHIN) > 0) {
        throw new RefusedProofException(ProofFlaw.SIGNING_TIME);
      }
    }
  }

  /** Which certificate it is by, where the signer said it (RFC 5035, RFC 2634). */
  private static void checkCertificate(AttributeTable attributes, X509Certificate certificate)
      throws RefusedProofException {
    ASN1Encodable second = value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (second != null) {
      ESSCertIDv2 first = SigningCertificateV2.getInstance(second).getCerts()[0];
      checkHash(certificate, hash(first.getHashAlgorithm()), first.getCertHash());
    }
    ASN1Encodable old = value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificate);
    if (old != null) {
      byte[] expected = SigningCertificate.getInstance(old).getCerts()[0].getCertHash();
      // that attribute has no other hash; the certificate is known, so that nothing rests on it
      checkHash(certificate, "SHA-1", expected);
    }
  }

  private static String hash(AlgorithmIdentifier algorithm) throws RefusedProofException {
    ASN1ObjectIdentifier name = algorithm.getAlgorithm();
    if (name.equals(NISTObjectIdentifiers.id_sha256)) {
      return "SHA-256";
    } else if (name.equals(NISTObjectIdentifiers.id_sha384)) {
      return "SHA-384";
    } else if (name.equals(NISTObjectIdentifiers.id_sha512)) {
      return "SHA-512";
    }
    throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
  }

  private static void checkHash(X509Certificate certificate, String hash, byte[] expected)
      throws RefusedProofException {
    try {
      byte[] actual = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
      if (!MessageDigest.isEqual(actual, expected)) {
        throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
      }
    } catch (GeneralSecurityException _) {
      throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
  }

  private static ASN1Encodable value(AttributeTable attributes, ASN1ObjectIdentifier type) {
    Attribute attribute = attributes.get(type);
    return attribute == null ? null : attribute.getAttributeValues()[0];
  }
}
