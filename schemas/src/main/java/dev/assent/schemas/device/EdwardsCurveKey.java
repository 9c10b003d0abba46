package dev.assent.schemas.device;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The 32 bytes of an OKP key over the field of 2^255 - 19: an Ed25519 point (RFC 8032 section
 * 5.1.2) or an X25519 u-coordinate (RFC 7748 section 5). Only canonical encodings of points of
 * large order pass: with a point of small order, sealing has no secret and any signature may
 * verify.
 */
final class EdwardsCurveKey {
  /** The names of the curves in a JWK. */
  static final String ED25519 = "Ed25519";

  static final String X25519 = "X25519";

  static final int BYTES = 32;

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger LAST = PRIME.subtract(BigInteger.ONE);

  /**
   * The u-coordinates whose shared secret is always zero (RFC 7748 section 6.1): order 1, 2, 4, 8.
   */
  private static final Set<BigInteger> SMALL_ORDER_U =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          new BigInteger(
              "325606250916557431795983626356110631294008115727848805560023387167927233504"),
          new BigInteger(
              "39382357235489614581723060781553021112529911719440698176882885853963445705823"),
          LAST);

  /**
   * The y-coordinates of the points of order 1, 2, 4, 8: y = (u - 1) / (u + 1), RFC 7748 section
   * 4.1.
   */
  private static final Set<BigInteger> SMALL_ORDER_Y = smallOrderY();

  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] X25519_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

  private EdwardsCurveKey() {}

  static byte[] requireEd25519(JsonWebKey.OctetKeyPair key) {
    byte[] bytes = bytes(key);
    byte[] withoutSign = bytes.clone();
    withoutSign[BYTES - 1] &= 0x7f;
    requireLargeOrder(withoutSign, SMALL_ORDER_Y);
    return bytes;
  }

  static byte[] requireX25519(JsonWebKey.OctetKeyPair key) {
    byte[] bytes = bytes(key);
    requireLargeOrder(bytes, SMALL_ORDER_U);
    return bytes;
  }

  static PublicKey ed25519(byte[] bytes) {
    return publicKey(ED25519, ED25519_PREFIX, bytes);
  }

  static PublicKey x25519(byte[] bytes) {
    return publicKey(X25519, X25519_PREFIX, bytes);
  }

  /** The JDK's key as a JWK. */
  static JsonWebKey jsonWebKey(EdECPublicKey key) {
    byte[] encoded = key.getEncoded();
    int prefix = ED25519_PREFIX.length;
    if (encoded.length != prefix + BYTES
        || !Arrays.equals(encoded, 0, prefix, ED25519_PREFIX, 0, prefix)) {
      throw new IllegalArgumentException("an Edwards curve's key must be Ed25519");
    }
    byte[] bytes = Arrays.copyOfRange(encoded, prefix, encoded.length);
    return new JsonWebKey.OctetKeyPair(ED25519, Base64Url.encode(bytes));
  }

  private static byte[] bytes(JsonWebKey.OctetKeyPair key) {
    return Base64Url.decode(key.x(), BYTES, "x");
  }

  private static void requireLargeOrder(byte[] littleEndian, Set<BigInteger> smallOrder) {
    byte[] bigEndian = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bigEndian[i] = littleEndian[BYTES - 1 - i];
    }
    BigInteger coordinate = new BigInteger(1, bigEndian);
    if (coordinate.compareTo(PRIME) >= 0 || smallOrder.contains(coordinate)) {
      throw new IllegalArgumentException("x must be a canonical point of large order");
    }
  }

  private static Set<BigInteger> smallOrderY() {
    // The neutral element has no u; u = -1 is on the twist and has no y.
    Stream<BigInteger> neutral = Stream.of(BigInteger.ONE);
    Stream<BigInteger> others =
        SMALL_ORDER_U.stream()
            .filter(u -> !u.equals(LAST))
            .map(
                u ->
                    u.subtract(BigInteger.ONE)
                        .multiply(u.add(BigInteger.ONE).modInverse(PRIME))
                        .mod(PRIME));
    return Stream.concat(neutral, others).collect(Collectors.toUnmodifiableSet());
  }

  private static PublicKey publicKey(String algorithm, byte[] prefix, byte[] bytes) {
    byte[] encoded = new byte[prefix.length + bytes.length];
    System.arraycopy(prefix, 0, encoded, 0, prefix.length);
    System.arraycopy(bytes, 0, encoded, prefix.length, bytes.length);
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException refused) {
      throw new IllegalArgumentException("x must be a point of the curve", refused);
    }
  }
}
