package dev.assent.schemas.device;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/**
 * A point of P-256 given by its coordinates, checked to lie on the curve. The cofactor is 1 and
 * infinity has no coordinates, so a point that passes has the full order.
 */
record EllipticPoint(BigInteger x, BigInteger y) {
  /** The name of the curve in a JWK. */
  static final String CURVE = "P-256";

  static final int COORDINATE_BYTES = 32;
  static final ECParameterSpec P256 = parameters();

  private static final BigInteger PRIME = ((ECFieldFp) P256.getCurve().getField()).getP();

  EllipticPoint {
    if (x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0 || !onCurve(x, y)) {
      throw new IllegalArgumentException("x and y must be a point of P-256");
    }
  }

  /** Reads {@code x} and {@code y} of an EC key (RFC 7518 section 6.2.1). */
  static EllipticPoint of(JsonWebKey.EllipticCurve key) {
    return new EllipticPoint(
        new BigInteger(1, Base64Url.decode(key.x(), COORDINATE_BYTES, "x")),
        new BigInteger(1, Base64Url.decode(key.y(), COORDINATE_BYTES, "y")));
  }

  /** The JDK's key as a JWK; whether it lies on this curve is found by whoever reads the point. */
  static JsonWebKey jsonWebKey(ECPublicKey key) {
    return new JsonWebKey.EllipticCurve(
        CURVE, coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  private static String coordinate(BigInteger coordinate) {
    if (coordinate.bitLength() > COORDINATE_BYTES * Byte.SIZE) {
      throw new IllegalArgumentException("x and y must be a point of P-256");
    }
    byte[] bytes = new byte[COORDINATE_BYTES];
    copyTo(coordinate, bytes, 0);
    return Base64Url.encode(bytes);
  }

  /** The uncompressed form (SEC 1 section 2.3.3): 0x04, x, y. */
  byte[] uncompressed() {
    byte[] bytes = new byte[1 + 2 * COORDINATE_BYTES];
    bytes[0] = 4;
    copyTo(x, bytes, 1);
    copyTo(y, bytes, 1 + COORDINATE_BYTES);
    return bytes;
  }

  PublicKey toPublicKey() {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JVM does not take a point of P-256", impossible);
    }
  }

  private static boolean onCurve(BigInteger x, BigInteger y) {
    BigInteger right =
        x.multiply(x).add(P256.getCurve().getA()).multiply(x).add(P256.getCurve().getB());
    return y.multiply(y).subtract(right).mod(PRIME).signum() == 0;
  }

  private static void copyTo(BigInteger coordinate, byte[] target, int offset) {
    byte[] bytes = coordinate.toByteArray();
    int skipped = Math.max(0, bytes.length - COORDINATE_BYTES);
    byte[] significant = Arrays.copyOfRange(bytes, skipped, bytes.length);
    System.arraycopy(
        significant, 0, target, offset + COORDINATE_BYTES - significant.length, significant.length);
  }

  private static ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM has no P-256", missing);
    }
  }
}
