package dev.assent.schemas.device;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.stream.IntStream;

/**
 * The modulus of an RSA key with the public exponent 65537: 2,048 to 4,096 bits, without a small
 * factor.
 *
 * <p>Two primes of half its length each leave no small factor. A modulus that has one is no such
 * product: it comes of a flipped bit, of a broken generator or of somebody who wants signatures to
 * disown later. NIST SP 800-89 section 5.3.3 looks for factors up to 751 as well.
 */
record RsaModulus(BigInteger value) {
  static final int LEAST_BITS = 2048;
  static final int MOST_BITS = 4096;

  private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;
  private static final String EXPONENT_TEXT = "AQAB";
  private static final BigInteger SMALL_PRIMES =
      IntStream.rangeClosed(2, 751)
          .filter(n -> IntStream.range(2, n).allMatch(divisor -> n % divisor != 0))
          .mapToObj(BigInteger::valueOf)
          .reduce(BigInteger.ONE, BigInteger::multiply);

  /** Reads and checks {@code n} and {@code e} (RFC 7518 section 6.3.1). */
  static void require(JsonWebKey.Rsa key) {
    if (!key.exponent().equals(EXPONENT_TEXT)) {
      throw new IllegalArgumentException("e must be " + EXPONENT_TEXT + ", which is 65537");
    }
    BigInteger value = of(key).value;
    if (value.bitLength() < LEAST_BITS || value.bitLength() > MOST_BITS) {
      throw new IllegalArgumentException("n must have 2048 to 4096 bits");
    }
    if (!value.mod(SMALL_PRIMES).gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
      throw new IllegalArgumentException("n must not have a small factor");
    }
  }

  /** The modulus of a key that was checked. */
  static RsaModulus of(JsonWebKey.Rsa key) {
    return new RsaModulus(Base64Url.decodeInteger(key.modulus(), MOST_BITS / Byte.SIZE, "n"));
  }

  /** The JDK's key as a JWK for the algorithm. */
  static JsonWebKey jsonWebKey(RSAPublicKey key, SignatureAlgorithm algorithm) {
    return new JsonWebKey.Rsa(
        Base64Url.encodeInteger(key.getModulus()),
        Base64Url.encodeInteger(key.getPublicExponent()),
        algorithm.jwsName());
  }

  /** Bytes of the modulus and of each signature (k in RFC 8017). */
  int bytes() {
    return Math.ceilDiv(value.bitLength(), Byte.SIZE);
  }

  /** Whether the signature is a number below the modulus (RFC 8017 section 5.2.2 step 1). */
  boolean covers(byte[] signature) {
    return new BigInteger(1, signature).compareTo(value) < 0;
  }

  /** The encoded message that the signature was made of (RFC 8017 section 5.2.2 step 2). */
  BigInteger open(byte[] signature) {
    return new BigInteger(1, signature).modPow(EXPONENT, value);
  }

  PublicKey toPublicKey() {
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(value, EXPONENT));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JVM does not take an RSA key", impossible);
    }
  }
}
