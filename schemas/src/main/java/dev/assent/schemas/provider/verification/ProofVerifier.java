package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.SignedContent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a provider's signature for an operation. A pure function of bytes: no network, no clock,
 * no database.
 *
 * <p>Barrier: {@link ProofVerdict.Verified} only where every single check was made and passed.
 * Whatever cannot be read or checked is refused, and nothing is thrown.
 */
public final class ProofVerifier {
  private static final int LONGEST_SIGNATURE = 64 * 1024;

  private ProofVerifier() {}

  /**
   * Verifies for somebody who does not know whom the user's credential names.
   *
   * @param document the operation's canonical document, from our own record
   * @param registered the certificate that was bound to the user, DER; nothing where none was yet:
   *     then only a trust anchor can vouch for the signer
   * @param at when the answer came: all certificates must have been valid then
   */
  public static ProofVerdict verify(
      byte[] document,
      ProviderProof proof,
      Optional<byte[]> registered,
      ProviderTrust trust,
      Instant at) {
    return verify(document, proof, registered, Optional.empty(), trust, at);
  }

  /**
   * Verifies.
   *
   * @param document the operation's canonical document, from our own record
   * @param registered the certificate that was bound to the user, DER; nothing where none was yet:
   *     then only a trust anchor can vouch for the signer
   * @param identificator whom the user's credential names; looked at only where no certificate was
   *     bound, because the subject of one that was is the narrower name
   * @param at when the answer came: all certificates must have been valid then
   */
  public static ProofVerdict verify(
      byte[] document,
      ProviderProof proof,
      Optional<byte[]> registered,
      Optional<String> identificator,
      ProviderTrust trust,
      Instant at) {
    try {
      return new ProofVerdict.Verified(
          check(document, proof, registered, identificator, trust, at));
    } catch (RefusedProofException refused) {
      return new ProofVerdict.Refused(refused.flaw());
    } catch (RuntimeException _) {
      // parsers of what a stranger wrote fail in ways that they do not declare
      return new ProofVerdict.Refused(ProofFlaw.MALFORMED);
    }
  }

  private static String check(
      byte[] document,
      ProviderProof proof,
      Optional<byte[]> registered,
      Optional<String> identificator,
      ProviderTrust trust,
      Instant at)
      throws RefusedProofException {
    ProofFormat format =
        proof.format().orElseThrow(() -> new RefusedProofException(ProofFlaw.FORMAT_UNKNOWN));
    if (proof.signature().length() > 2 * LONGEST_SIGNATURE) {
      throw new RefusedProofException(ProofFlaw.MALFORMED);
    }
    X509Certificate signer = Certificates.read(proof.certificateBytes());
    Certificates.checkSigner(signer, at);
    List<X509Certificate> known = new ArrayList<>(Certificates.read(proof.chain()));
    SignedContent expected = SignedContent.of(document);
    known.addAll(checkSignature(expected, proof, format, trust, signer, at));
    checkTrust(proof, signer, known, registered, trust, at);
    if (registered.isEmpty()
        && identificator.isPresent()
        && !Subject.isNamed(signer, identificator.get())) {
      throw new RefusedProofException(ProofFlaw.SUBJECT_DIFFERS);
    }
    return proof.certificate();
  }

  /** Gives the certificates that came within the signature. */
  private static List<X509Certificate> checkSignature(
      SignedContent expected,
      ProviderProof proof,
      ProofFormat format,
      ProviderTrust trust,
      X509Certificate signer,
      Instant at)
      throws RefusedProofException {
    byte[] signature = proof.signatureBytes();
    byte[] given = given(expected, proof, format);
    return switch (format.scheme()) {
      case PLAIN -> {
        checkContent(expected, given, format, trust);
        PlainSignature.verify(signer.getPublicKey(), format.hash(), given, signature);
        yield List.of();
      }
      case PSS -> {
        checkContent(expected, given, format, trust);
        PlainSignature.verifyPss(signer.getPublicKey(), format.hash(), given, signature);
        yield List.of();
      }
      case CMS -> {
        CmsSignature cms = CmsSignature.read(signature, given);
        checkContent(expected, cms.content(), format, trust);
        cms.verify(signer, at);
        yield cms.certificates();
      }
    };
  }

  /** What the signature is over, unless it says so itself. */
  private static byte[] given(SignedContent expected, ProviderProof proof, ProofFormat format)
      throws RefusedProofException {
    if (proof.signedContent().isPresent()) {
      return HexFormat.of().parseHex(proof.signedContent().get());
    }
    return switch (format.content()) {
      case DOCUMENT -> expected.document();
      case TEXT -> expected.text("").getBytes(StandardCharsets.UTF_8);
      case TRANSACTION_APPROVAL -> expected.approvedTransaction();
      case ACSP_V2 -> throw new RefusedProofException(ProofFlaw.CONTENT_DIFFERS);
    };
  }

  private static void checkContent(
      SignedContent expected, byte[] content, ProofFormat format, ProviderTrust trust)
      throws RefusedProofException {
    if (!expected.isSaidBy(content, format.content(), trust.textPrefixes())) {
      throw new RefusedProofException(ProofFlaw.CONTENT_DIFFERS);
    }
  }

  private static void checkTrust(
      ProviderProof proof,
      X509Certificate signer,
      List<X509Certificate> known,
      Optional<byte[]> registered,
      ProviderTrust trust,
      Instant at)
      throws RefusedProofException {
    List<X509Certificate> anchors = Certificates.read(trust.anchors());
    Revocation revocation =
        new Revocation(proof.ocspResponses(), proof.revocationLists(), known, at);
    Optional<X509Certificate> first =
        registered.isPresent()
            ? Optional.of(Certificates.read(registered.get()))
            : Optional.empty();
    boolean good;
    if (first.isPresent() && first.get().equals(signer)) {
      List<X509Certificate> authorities = new ArrayList<>(known);
      authorities.addAll(anchors);
      good = isGood(revocation, signer, authorities);
    } else {
      List<X509Certificate> path = TrustPath.find(signer, known, anchors, at);
      if (first.isPresent() && !Subject.isSame(first.get(), signer)) {
        throw new RefusedProofException(ProofFlaw.SUBJECT_CHANGED);
      }
      good = revocation.isGood(signer, path.get(1));
      for (int above = 1; above < path.size() - 1; above++) {
        // of an authority nobody need say that it is good; but what says that it is not is heard
        revocation.isGood(path.get(above), path.get(above + 1));
      }
    }
    if (trust.revocationRequired() && !good) {
      throw new RefusedProofException(ProofFlaw.REVOCATION_UNKNOWN);
    }
  }

  /** Of a registered certificate, its issuer is whoever's key it is signed with. */
  private static boolean isGood(
      Revocation revocation, X509Certificate signer, List<X509Certificate> authorities)
      throws RefusedProofException {
    boolean good = false;
    for (X509Certificate authority : authorities) {
      if (isIssuer(authority, signer)) {
        good |= revocation.isGood(signer, authority);
      }
    }
    return good;
  }

  private static boolean isIssuer(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
