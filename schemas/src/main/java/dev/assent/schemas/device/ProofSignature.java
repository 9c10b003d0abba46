package dev.assent.schemas.device;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A device's signature: 64 bytes for either algorithm. */
public final class ProofSignature {
  /** Bytes of a signature. */
  public static final int BYTES = 64;

  private static final Pattern WIRE_FORM = Pattern.compile("[0-9A-Fa-f]{128}");
  private static final BigInteger ORDER = EllipticPoint.P256.getOrder();

  private ProofSignature() {}

  /** The signature's bytes, or nothing where the text is not exactly 128 hexadecimal digits. */
  public static Optional<byte[]> parse(String text) {
    return WIRE_FORM.matcher(text).matches()
        ? Optional.of(HexFormat.of().parseHex(text))
        : Optional.empty();
  }

  /**
   * Whether the signature is the key holder's over exactly these bytes. Anything that is wrong with
   * the signature, of whatever length or form, is {@code false} and never an exception.
   *
   * <p>Names no security provider: the first one installed that knows the algorithm does the work.
   *
   * @param message the bytes that were signed; for an approval, {@link ApprovalDigest}
   */
  public static boolean verify(SigningKey key, byte[] message, byte[] signature) {
    if (signature.length != BYTES
        || (key.algorithm() == SignatureAlgorithm.ES256 && !inRange(signature))) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(key.algorithm().javaName());
      verifier.initVerify(key.toPublicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JVM lacks a signature algorithm", missing);
    }
  }

  /** FIPS 186-5 section 6.4.2 step 1, whatever the provider does: r and s in 1 to n - 1. */
  private static boolean inRange(byte[] signature) {
    return inRange(new BigInteger(1, Arrays.copyOfRange(signature, 0, BYTES / 2)))
        && inRange(new BigInteger(1, Arrays.copyOfRange(signature, BYTES / 2, BYTES)));
  }

  private static boolean inRange(BigInteger number) {
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }
}
