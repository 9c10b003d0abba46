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
    keyEncapsulation(jsonWebKey);
    encoded(jsonWebKey);
  }

  /** How challenges are sealed to this key. */
  public KeyEncapsulation keyEncapsulation() {
    return keyEncapsulation(jsonWebKey);
  }

  /** The key as RFC 9180 section 7.1.1 serialises it: 65 bytes for P-256, 32 for X25519. */
  public byte[] encoded() {
    return encoded(jsonWebKey);
  }

  /** The key for {@link javax.crypto.KeyAgreement}. */
  public PublicKey toPublicKey() {
    return switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key -> EllipticPoint.of(key).toPublicKey();
      case JsonWebKey.OctetKeyPair key ->
          EdwardsCurveKey.x25519(EdwardsCurveKey.requireX25519(key));
      case JsonWebKey.Rsa _ -> throw unsupported();
    };
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  public String thumbprint() {
    return jsonWebKey.thumbprint();
  }

  private static KeyEncapsulation keyEncapsulation(JsonWebKey jsonWebKey) {
    return switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key when key.curve().equals(EllipticPoint.CURVE) ->
          KeyEncapsulation.P256;
      case JsonWebKey.OctetKeyPair key when key.curve().equals(EdwardsCurveKey.X25519) ->
          KeyEncapsulation.X25519;
      case JsonWebKey.EllipticCurve _, JsonWebKey.OctetKeyPair _, JsonWebKey.Rsa _ ->
          throw unsupported();
    };
  }

  private static byte[] encoded(JsonWebKey jsonWebKey) {
    return switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key -> EllipticPoint.of(key).uncompressed();
      case JsonWebKey.OctetKeyPair key -> EdwardsCurveKey.requireX25519(key);
      case JsonWebKey.Rsa _ -> throw unsupported();
    };
  }

  private static IllegalArgumentException unsupported() {
    return new IllegalArgumentException("an encryption key must be EC P-256 or OKP X25519");
  }
}
