package dev.assent.schemas.device;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;

/**
 * A device's public key that verifies its signatures: EC P-256 (ES256), OKP Ed25519 (EdDSA) or RSA
 * of 2,048 to 4,096 bits with the exponent 65537 (RS256 or PS256, as the key says). The constructor
 * refuses anything else, any non-canonical spelling, a point off the curve, a point of small order
 * and a modulus with a small factor with an {@link IllegalArgumentException} that repeats nothing
 * of the key.
 *
 * @param jsonWebKey the key's members
 */
public record SigningKey(JsonWebKey jsonWebKey) {
  public SigningKey {
    Objects.requireNonNull(jsonWebKey, "jsonWebKey");
    algorithm(jsonWebKey);
    switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key -> EllipticPoint.of(key);
      case JsonWebKey.OctetKeyPair key -> EdwardsCurveKey.requireEd25519(key);
      case JsonWebKey.Rsa key -> RsaModulus.require(key);
    }
  }

  /**
   * The JDK's key as one of these; an RSA key becomes one for RS256.
   *
   * @throws IllegalArgumentException where the key is of another kind, or the constructor refuses
   *     it
   */
  public static SigningKey of(PublicKey key) {
    return new SigningKey(
        switch (key) {
          case ECPublicKey elliptic -> EllipticPoint.jsonWebKey(elliptic);
          case EdECPublicKey edwards -> EdwardsCurveKey.jsonWebKey(edwards);
          case RSAPublicKey rsa -> RsaModulus.jsonWebKey(rsa, SignatureAlgorithm.RS256);
          default ->
              throw new IllegalArgumentException(
                  "a signing key must be EC P-256, OKP Ed25519 or RSA");
        });
  }

  /** How the holder of this key signs. */
  public SignatureAlgorithm algorithm() {
    return algorithm(jsonWebKey);
  }

  /** Bytes of each signature by this key: 64, or as many as an RSA key's modulus has. */
  public int signatureBytes() {
    return jsonWebKey instanceof JsonWebKey.Rsa key
        ? RsaModulus.of(key).bytes()
        : ProofSignature.CURVE_BYTES;
  }

  /**
   * The key for {@link java.security.Signature}. An Ed25519 text that encodes no point is not found
   * here: its signatures never verify.
   */
  public PublicKey toPublicKey() {
    return switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key -> EllipticPoint.of(key).toPublicKey();
      case JsonWebKey.OctetKeyPair key ->
          EdwardsCurveKey.ed25519(EdwardsCurveKey.requireEd25519(key));
      case JsonWebKey.Rsa key -> RsaModulus.of(key).toPublicKey();
    };
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  public String thumbprint() {
    return jsonWebKey.thumbprint();
  }

  private static SignatureAlgorithm algorithm(JsonWebKey jsonWebKey) {
    return switch (jsonWebKey) {
      case JsonWebKey.EllipticCurve key when key.curve().equals(EllipticPoint.CURVE) ->
          SignatureAlgorithm.ES256;
      case JsonWebKey.OctetKeyPair key when key.curve().equals(EdwardsCurveKey.ED25519) ->
          SignatureAlgorithm.EDDSA;
      case JsonWebKey.EllipticCurve _, JsonWebKey.OctetKeyPair _ ->
          throw new IllegalArgumentException("a signing key must be EC P-256, OKP Ed25519 or RSA");
      case JsonWebKey.Rsa key ->
          switch (key.algorithm()) {
            case "RS256" -> SignatureAlgorithm.RS256;
            case "PS256" -> SignatureAlgorithm.PS256;
            default ->
                throw new IllegalArgumentException("alg of an RSA key must be RS256 or PS256");
          };
    };
  }
}
