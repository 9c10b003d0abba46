package dev.assent.schemas.device;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A public key as the members of a JWK that carry it (RFC 7517). Holds any text; {@link SigningKey}
 * and {@link EncryptionKey} are the checked forms.
 */
public sealed interface JsonWebKey {

  /**
   * A key of type EC (RFC 7518 section 6.2.1).
   *
   * @param curve {@code crv}
   * @param x {@code x}
   * @param y {@code y}
   */
  record EllipticCurve(String curve, String x, String y) implements JsonWebKey {
    static final String KEY_TYPE = "EC";

    @Override
    public SequencedMap<String, String> members() {
      return JsonWebKey.members(KEY_TYPE, "crv", curve, "x", x, "y", y);
    }
  }

  /**
   * A key of type OKP (RFC 8037 section 2).
   *
   * @param curve {@code crv}
   * @param x {@code x}
   */
  record OctetKeyPair(String curve, String x) implements JsonWebKey {
    static final String KEY_TYPE = "OKP";

    @Override
    public SequencedMap<String, String> members() {
      return JsonWebKey.members(KEY_TYPE, "crv", curve, "x", x);
    }
  }

  /**
   * A key of type RSA (RFC 7518 section 6.3.1). Unlike the others it fits more than one algorithm,
   * so that the one it is for belongs to the key: a proof never chooses.
   *
   * @param modulus {@code n}
   * @param exponent {@code e}
   * @param algorithm {@code alg}
   */
  record Rsa(String modulus, String exponent, String algorithm) implements JsonWebKey {
    static final String KEY_TYPE = "RSA";

    @Override
    public SequencedMap<String, String> members() {
      return JsonWebKey.members(KEY_TYPE, "n", modulus, "e", exponent, "alg", algorithm);
    }
  }

  /**
   * The key of these members.
   *
   * @throws IllegalArgumentException where {@code kty} is not EC, OKP or RSA, and where a member of
   *     that type is absent or there is one of another type; repeats nothing of the key
   */
  static JsonWebKey of(Map<String, String> members) {
    JsonWebKey key =
        switch (required(members, "kty")) {
          case EllipticCurve.KEY_TYPE ->
              new EllipticCurve(
                  required(members, "crv"), required(members, "x"), required(members, "y"));
          case OctetKeyPair.KEY_TYPE ->
              new OctetKeyPair(required(members, "crv"), required(members, "x"));
          case Rsa.KEY_TYPE ->
              new Rsa(required(members, "n"), required(members, "e"), required(members, "alg"));
          default -> throw new IllegalArgumentException("kty must be EC, OKP or RSA");
        };
    if (!key.members().keySet().containsAll(members.keySet())) {
      throw new IllegalArgumentException(
          "a key of its kty has only the members " + String.join(", ", key.members().keySet()));
    }
    return key;
  }

  /** A key with both coordinates; {@code keyType} is EC, as {@link #of(Map)} checks. */
  static JsonWebKey of(String keyType, String curve, String x, String y) {
    return of(members(keyType, "crv", curve, "x", x, "y", y));
  }

  /** A key with one coordinate; {@code keyType} is OKP, as {@link #of(Map)} checks. */
  static JsonWebKey of(String keyType, String curve, String x) {
    return of(members(keyType, "crv", curve, "x", x));
  }

  /** All members of the key by name, {@code kty} first. */
  SequencedMap<String, String> members();

  /**
   * This key as one that verifies signatures, or {@link IllegalArgumentException} saying why not.
   */
  default SigningKey requireSigningKey() {
    return new SigningKey(this);
  }

  /** This key as one to seal to, or {@link IllegalArgumentException} saying why not. */
  default EncryptionKey requireEncryptionKey() {
    return new EncryptionKey(this);
  }

  /** The key's SHA-256 thumbprint (RFC 7638), base64url without padding. */
  default String thumbprint() {
    Map<String, String> required = members();
    // RFC 7638 section 3.2: only what represents the key goes in, not what it is for.
    required.remove("alg");
    byte[] canonical = CanonicalJson.write(required).getBytes(StandardCharsets.UTF_8);
    return Base64Url.encode(Digests.sha256().digest(canonical));
  }

  private static String required(Map<String, String> members, String name) {
    String text = members.get(name);
    if (text == null) {
      throw new IllegalArgumentException("a key must have " + name);
    }
    return text;
  }

  private static SequencedMap<String, String> members(String keyType, String... namesAndTexts) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("kty", keyType);
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      members.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return members;
  }
}
