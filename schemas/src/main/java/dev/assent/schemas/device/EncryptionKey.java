package dev.assent.schemas.device;

import java.security.PublicKey;
import java.util.Objects;

/**
 * A device's public key to which its challenges are sealed: EC P-256 or OKP X25519. The constructor
 * refuses anything else, any non-canonical spelling, a point off the curve and a point of small
 * order with an {@link IllegalArgumentException} that repeats nothing of the key.
 *
 * @param jsonWebKey the key's members
 */
public record EncryptionKey(JsonWebKey jsonWebKey) {
  public EncryptionKey {
    Objects.requireNonNull(jsonWebKey, "jsonWebKey");
    switch (keyEncapsulation(jsonWebKey)) {
      case P256 -> EllipticPoint.of(jsonWebKey);
      case X25519 -> EdwardsCurveKey.requireX25519(jsonWebKey);
    }
  }

  /** How challenges are sealed to this key. */
  public KeyEncapsulation keyEncapsulation() {
    return keyEncapsulation(jsonWebKey);
  }

  /** The key as RFC 9180 section 7.1.1 serialises it: 65 bytes for P-256, 32 for X25519. */
  public byte[] encoded() {
    return switch (keyEncapsulation()) {
      case P256 -> EllipticPoint.of(jsonWebKey).uncompressed();
      case X25519 -> EdwardsCurveKey.requireX25519(jsonWebKey);
    };
  }

  /** The key for {@link javax.crypto.KeyAgreement}. */
  public PublicKey toPublicKey() {
    return switch (keyEncapsulation()) {
      case P256 -> EllipticPoint.of(jsonWebKey).toPublicKey();
      case X25519 -> EdwardsCurveKey.x25519(EdwardsCurveKey.requireX25519(jsonWebKey));
    };
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  public String thumbprint() {
    return jsonWebKey.thumbprint();
  }

  private static KeyEncapsulation keyEncapsulation(JsonWebKey key) {
    if (key.is(JsonWebKey.ELLIPTIC_CURVE, JsonWebKey.P256)) {
      return KeyEncapsulation.P256;
    }
    if (key.is(JsonWebKey.OCTET_KEY_PAIR, JsonWebKey.X25519)) {
      return KeyEncapsulation.X25519;
    }
    throw new IllegalArgumentException("an encryption key must be EC P-256 or OKP X25519");
  }
}
