package dev.assent.schemas.device;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A public key as the members of a JWK that carry it (RFC 7517; RFC 7518 section 6.2.1 for EC, RFC
 * 8037 section 2 for OKP). Holds any text; {@link SigningKey} and {@link EncryptionKey} are the
 * checked forms.
 *
 * @param keyType {@code kty}
 * @param curve {@code crv}
 * @param x {@code x}
 * @param y {@code y}, which EC keys have and OKP keys do not
 */
public record JsonWebKey(String keyType, String curve, String x, Optional<String> y) {
  static final String ELLIPTIC_CURVE = "EC";
  static final String OCTET_KEY_PAIR = "OKP";
  static final String P256 = "P-256";
  static final String ED25519 = "Ed25519";
  static final String X25519 = "X25519";

  public JsonWebKey {
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(curve, "curve");
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
  }

  /** A key with both coordinates (EC). */
  public static JsonWebKey of(String keyType, String curve, String x, String y) {
    return new JsonWebKey(keyType, curve, x, Optional.of(y));
  }

  /** A key without {@code y} (OKP). */
  public static JsonWebKey of(String keyType, String curve, String x) {
    return new JsonWebKey(keyType, curve, x, Optional.empty());
  }

  /**
   * This key as one that verifies signatures, or {@link IllegalArgumentException} saying why not.
   */
  public SigningKey requireSigningKey() {
    return new SigningKey(this);
  }

  /** This key as one to seal to, or {@link IllegalArgumentException} saying why not. */
  public EncryptionKey requireEncryptionKey() {
    return new EncryptionKey(this);
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  public String thumbprint() {
    Map<String, String> members = new HashMap<>(Map.of("kty", keyType, "crv", curve, "x", x));
    y.ifPresent(text -> members.put("y", text));
    byte[] canonical = CanonicalJson.write(members).getBytes(StandardCharsets.UTF_8);
    return Base64Url.encode(Digests.sha256().digest(canonical));
  }

  boolean is(String expectedKeyType, String expectedCurve) {
    return keyType.equals(expectedKeyType) && curve.equals(expectedCurve);
  }
}
