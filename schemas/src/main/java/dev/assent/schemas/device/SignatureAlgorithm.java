package dev.assent.schemas.device;

/** How a device signs. */
public enum SignatureAlgorithm {
  /** ECDSA over P-256 with SHA-256, as r and s of 32 bytes each (RFC 7518 section 3.4). */
  ES256("ES256", "SHA256withECDSAinP1363Format"),
  /** Ed25519 (RFC 8032 section 5.1, RFC 8037 section 3.1). */
  EDDSA("EdDSA", "Ed25519");

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

  /** The name that {@link java.security.Signature#getInstance(String)} takes. */
  public String javaName() {
    return javaName;
  }
}
