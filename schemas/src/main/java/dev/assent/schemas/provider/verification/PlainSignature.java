package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Signatures without a container: RSA (RFC 8017) and ECDSA (FIPS 186-5). */
final class PlainSignature {
  private static final int TRAILER_FIELD_BC = 1;

  private PlainSignature() {}

  /** RSASSA-PKCS1-v1_5, or ECDSA in either form, after the key. */
  static void verify(PublicKey key, String hash, byte[] content, byte[] signature)
      throws RefusedProofException {
    String prefix = hash.replace("-", "");
    switch (key) {
      case RSAPublicKey _ -> verify(key, prefix + "withRSA", null, content, signature);
      case ECPublicKey elliptic -> {
        int width = (elliptic.getParams().getOrder().bitLength() + 7) / 8;
        // no DER signature is as short as r and s alone, but by a chance that does not come
        String form = signature.length == 2 * width ? "withECDSAinP1363Format" : "withECDSA";
        verify(key, prefix + form, null, content, signature);
      }
      default -> throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
  }

  /** RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash. */
  static void verifyPss(PublicKey key, String hash, byte[] content, byte[] signature)
      throws RefusedProofException {
    if (!(key instanceof RSAPublicKey)) {
      throw new RefusedProofException(ProofFlaw.ALGORITHM_REFUSED);
    }
    PSSParameterSpec parameters =
        switch (hash) {
          case "SHA-256" ->
              new PSSParameterSpec(hash, "MGF1", MGF1ParameterSpec.SHA256, 32, TRAILER_FIELD_BC);
          case "SHA-384" ->
              new PSSParameterSpec(hash, "MGF1", MGF1ParameterSpec.SHA384, 48, TRAILER_FIELD_BC);
          case "SHA-512" ->
              new PSSParameterSpec(hash, "MGF1", MGF1ParameterSpec.SHA512, 64, TRAILER_FIELD_BC);
          default -> throw new IllegalStateException("no format has another hash");
        };
    verify(key, "RSASSA-PSS", parameters, content, signature);
  }

  private static void verify(
      PublicKey key,
      String algorithm,
      PSSParameterSpec parametersOrNull,
      byte[] content,
      byte[] signature)
      throws RefusedProofException {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (parametersOrNull != null) {
        verifier.setParameter(parametersOrNull);
      }
      verifier.initVerify(key);
      verifier.update(content);
      if (!verifier.verify(signature)) {
        throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
      }
    } catch (GeneralSecurityException _) {
      throw new RefusedProofException(ProofFlaw.SIGNATURE_WRONG);
    }
  }
}
