package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.io.IOException;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * CMS SignedData (RFC 5652) over data, of one signer and with signed attributes. Its encoding has
 * definite lengths throughout and nothing that could be left out: nothing is in it that two readers
 * understand differently.
 */
final class CmsSignature {
  private static final int MOST_CERTIFICATES = 20;

  /** Not registered with the JVM: it is used for this, and changes nothing else. */
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final Set<ASN1ObjectIdentifier> HASHES =
      Set.of(
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  /** Signature algorithms that name their hash (RFC 4055, RFC 5758). */
  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> WITH_HASH =
      Map.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, NISTObjectIdentifiers.id_sha256,
          PKCSObjectIdentifiers.sha384WithRSAEncryption, NISTObjectIdentifiers.id_sha384,
          PKCSObjectIdentifiers.sha512WithRSAEncryption, NISTObjectIdentifiers.id_sha512,
          X9ObjectIdentifiers.ecdsa_with_SHA256, NISTObjectIdentifiers.id_sha256,
          X9ObjectIdentifiers.ecdsa_with_SHA384, NISTObjectIdentifiers.id_sha384,
          X9ObjectIdentifiers.ecdsa_with_SHA512, NISTObjectIdentifiers.id_sha512);

  private final CMSSignedData data;
  private final SignerInformation signer;

  private CmsSignature(CMSSignedData data, SignerInformation signer) {
    this.data = data;
    this.signer = signer;
  }

  /**
   * Reads it, and checks its form.
   *
   * @param detached what it is over where it does not have it
   */
  static CmsSignature read(byte[] bytes, byte[] detached) throws RefusedProofException {
    try {
      if (!Arrays.equals(ASN1Primitive.fromByteArray(bytes).getEncoded(ASN1Encoding.DL), bytes)) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
      CMSSignedData attached = new CMSSignedData(bytes);
      CMSSignedData data =
          attached.isDetachedSignature()
              ? new CMSSignedData(new CMSProcessableByteArray(detached), bytes)
              : attached;
      if (!data.getSignedContentTypeOID().equals(CMSObjectIdentifiers.data.getId())
          || data.getSignerInfos().size() != 1) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
      CmsSignature signature =
          new CmsSignature(data, data.getSignerInfos().getSigners().iterator().next());
      signature.checkAlgorithms();
      return signature;
    } catch (IOException | CMSException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
  }

  /** What is signed. */
  byte[] content() {
    return (byte[]) data.getSignedContent().getContent();
  }

  /** The certificates that came with it, which say nothing yet. */
  List<X509Certificate> certificates() throws RefusedProofException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
      if (certificates.size() == MOST_CERTIFICATES) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
      try {
        certificates.add(Certificates.read(holder.getEncoded()));
      } catch (IOException _) {
        throw new RefusedProofException(ProofFlaw.MALFORMED);
      }
    }
    return certificates;
  }

  /** Whether it is this certificate's key that made it, over content and attributes. */
  void verify(X509Certificate certificate, Instant at) throws RefusedProofException {
    try {
      if (!signer.getSID().match(new X509CertificateHolder(certificate.getEncoded()))) {
        throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
      }
      if (!signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder()
              .setProvider(BOUNCY_CASTLE)
              .build(certificate.getPublicKey()))) {
        throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
      }
    } catch (CMSException | OperatorCreationException _) {
      throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
    } catch (CertificateEncodingException | IOException _) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    SignedAttributes.check(signer, certificate, at);
  }

  private void checkAlgorithms() throws RefusedProofException {
    ASN1ObjectIdentifier hash = signer.getDigestAlgorithmID().getAlgorithm();
    AlgorithmIdentifier algorithm = signer.toASN1Structure().getDigestEncryptionAlgorithm();
    ASN1ObjectIdentifier name = algorithm.getAlgorithm();
    boolean allowed =
        name.equals(PKCSObjectIdentifiers.rsaEncryption)
            || hash.equals(WITH_HASH.get(name))
            || (name.equals(PKCSObjectIdentifiers.id_RSASSA_PSS) && isPss(algorithm, hash));
    if (!HASHES.contains(hash) || !allowed) {
      throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
  }

  private static boolean isPss(AlgorithmIdentifier algorithm, ASN1ObjectIdentifier hash) {
    RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(algorithm.getParameters());
    return parameters != null
        && parameters.getHashAlgorithm().getAlgorithm().equals(hash)
        && parameters.getMaskGenAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
        && AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters())
            .getAlgorithm()
            .equals(hash);
  }
}
