package dev.assent.schemas.provider;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/**
 * Which keys may sign for a user or an authority: RSA of 2048 to 8192 bits with an odd exponent of
 * at least 65537 (NIST SP 800-131A revision 2, FIPS 186-5 section 5.1), and EC on P-256, P-384 or
 * P-521 (NIST SP 800-186).
 */
public final class SignerKey {
  private static final int LEAST_RSA_BITS = 2048;
  // verifying takes the longer the longer the key is, and the signer chooses it
  private static final int MOST_RSA_BITS = 8192;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  /** Sizes in bits by the order of the curve: other curves have keys of the same sizes, too. */
  private static final Map<BigInteger, Integer> CURVES =
      Map.of(
          new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16),
          256,
          new BigInteger(
              "ffffffffffffffffffffffffffffffffffffffffffffffff"
                  + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973",
              16),
          384,
          new BigInteger(
              "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                  + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
              16),
          521);

  private SignerKey() {}

  /** Whether signatures by this key are accepted. */
  public static boolean isAllowed(PublicKey key) {
    return switch (key) {
      case ECPublicKey elliptic -> CURVES.containsKey(elliptic.getParams().getOrder());
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= LEAST_RSA_BITS
              && rsa.getModulus().bitLength() <= MOST_RSA_BITS
              && rsa.getPublicExponent().testBit(0)
              && rsa.getPublicExponent().compareTo(LEAST_EXPONENT) >= 0;
      default -> false;
    };
  }
}
