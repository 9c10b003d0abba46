package dev.assent.schemas.device;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** How a device signs. */
public enum SignatureAlgorithm {
  /** ECDSA over P-256 with SHA-256, as r and s of 32 bytes each (RFC 7518 section 3.4). */
  ES256("ES256", "SHA256withECDSAinP1363Format"),
  /** Ed25519 (RFC 8032 section 5.1, RFC 8037 section 3.1). */
  EDDSA("EdDSA", "Ed25519"),
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3). */
  RS256("RS256", "SHA256withRSA"),
  /** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 bytes of salt (RFC 7518 section 3.5). */
  PS256("PS256", "RSASSA-PSS");

  private static final PSSParameterSpec PSS_PARAMETERS =
      new PSSParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

  private final String jwsName;
  private final String javaName;

  SignatureAlgorithm(String jwsName, String javaName) {
    this.jwsName = jwsName;
    this.javaName = javaName;
  }

  /** The name as JWS and JWK write it ({@code alg}). */
  public String jwsName() {
    return jwsName;
  }

  /**
   * The name that {@link Signature#getInstance(String)} takes. PS256 needs parameters too, which
   * {@link #toSignature()} sets.
   */
  public String javaName() {
    return javaName;
  }

  /**
   * What signs and verifies so, yet without a key. Names no security provider: the first one
   * installed that knows the algorithm does the work.
   */
  public Signature toSignature() {
    try {
      Signature signature = Signature.getInstance(javaName);
      if (this == PS256) {
        signature.setParameter(PSS_PARAMETERS);
      }
      return signature;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM lacks a signature algorithm", missing);
    }
  }
}
