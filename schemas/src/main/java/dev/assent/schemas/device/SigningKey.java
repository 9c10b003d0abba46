package dev.assent.schemas.device;

import java.security.PublicKey;
import java.util.Objects;

/**
 * A device's public key that verifies its signatures: EC P-256 (ES256) or OKP Ed25519 (EdDSA). The
 * constructor refuses anything else, any non-canonical spelling, a point off the curve and a point
 * of small order with an {@link IllegalArgumentException} that repeats nothing of the key.
 *
 * @param jsonWebKey the key's members
 */
public record SigningKey(JsonWebKey jsonWebKey) {
  public SigningKey {
    Objects.requireNonNull(jsonWebKey, "jsonWebKey");
    switch (algorithm(jsonWebKey)) {
      case ES256 -> EllipticPoint.of(jsonWebKey);
      case EDDSA -> EdwardsCurveKey.requireEd25519(jsonWebKey);
    }
  }

  /** How the holder of this key signs. */
  public SignatureAlgorithm algorithm() {
    return algorithm(jsonWebKey);
  }

  /**
   * The key for {@link java.security.Signature}. An Ed25519 text that encodes no point is not found
   * here: its signatures never verify.
   */
  public PublicKey toPublicKey() {
    return switch (algorithm()) {
      case ES256 -> EllipticPoint.of(jsonWebKey).toPublicKey();
      case EDDSA -> EdwardsCurveKey.ed25519(EdwardsCurveKey.requireEd25519(jsonWebKey));
    };
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  public String thumbprint() {
    return jsonWebKey.thumbprint();
  }

  private static SignatureAlgorithm algorithm(JsonWebKey key) {
    if (key.is(JsonWebKey.ELLIPTIC_CURVE, JsonWebKey.P256)) {
      return SignatureAlgorithm.ES256;
    }
    if (key.is(JsonWebKey.OCTET_KEY_PAIR, JsonWebKey.ED25519)) {
      return SignatureAlgorithm.EDDSA;
    }
    throw new IllegalArgumentException("a signing key must be EC P-256 or OKP Ed25519");
  }
}
