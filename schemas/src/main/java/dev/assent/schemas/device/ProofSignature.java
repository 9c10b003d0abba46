package dev.assent.schemas.device;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A device's signature: 64 bytes by a key on a curve, as many as the modulus by an RSA key. */
public final class ProofSignature {
  /** Bytes of a signature by a key on a curve. */
  static final int CURVE_BYTES = 64;

  private static final Pattern WIRE_FORM = Pattern.compile("[0-9A-Fa-f]{128,1024}");
  private static final BigInteger ORDER = EllipticPoint.P256.getOrder();

  /** The DER of DigestInfo for SHA-256 up to the digest (RFC 8017 section 9.2 note 1). */
  private static final byte[] DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private ProofSignature() {}

  /**
   * The signature's bytes, or nothing where the text is of no length that a signature can have or
   * not hexadecimal: 128 digits, or an even number of 512 to 1,024. {@link #verify} asks for the
   * length that the key has.
   */
  public static Optional<byte[]> parse(String text) {
    return isLength(text.length()) && WIRE_FORM.matcher(text).matches()
        ? Optional.of(HexFormat.of().parseHex(text))
        : Optional.empty();
  }

  /**
   * Whether the signature is the key holder's over exactly these bytes. Anything that is wrong with
   * the signature, of whatever length or form, is {@code false} and never an exception.
   *
   * @param message the bytes that were signed; for an approval, {@link ApprovalDigest}
   */
  public static boolean verify(SigningKey key, byte[] message, byte[] signature) {
    if (signature.length != key.signatureBytes()) {
      return false;
    }
    return switch (key.jsonWebKey()) {
      case JsonWebKey.EllipticCurve _ -> inRange(signature) && verifies(key, message, signature);
      case JsonWebKey.OctetKeyPair _ -> verifies(key, message, signature);
      case JsonWebKey.Rsa rsa -> verify(key, RsaModulus.of(rsa), message, signature);
    };
  }

  private static boolean verify(
      SigningKey key, RsaModulus modulus, byte[] message, byte[] signature) {
    if (!modulus.covers(signature)) {
      return false;
    }
    // Providers differ in which encodings they take beside the one that RFC 8017 section 9.2
    // prescribes (the JDK's: one without NULL), and a signature must not verify here and not there.
    return key.algorithm() == SignatureAlgorithm.RS256
        ? modulus.open(signature).equals(encoded(message, modulus.bytes()))
        : verifies(key, message, signature);
  }

  private static boolean verifies(SigningKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = key.algorithm().toSignature();
      verifier.initVerify(key.toPublicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    }
  }

  /** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2): 00 01 FF ... FF 00, DigestInfo, digest. */
  private static BigInteger encoded(byte[] message, int length) {
    byte[] digest = Digests.sha256().digest(message);
    byte[] bytes = new byte[length];
    int digestInfo = length - digest.length - DIGEST_INFO.length;
    bytes[1] = 1;
    Arrays.fill(bytes, 2, digestInfo - 1, (byte) 0xff);
    ByteBuffer.wrap(bytes).position(digestInfo).put(DIGEST_INFO).put(digest);
    return new BigInteger(1, bytes);
  }

  private static boolean isLength(int digits) {
    return digits == 2 * CURVE_BYTES
        || (digits % 2 == 0 && digits >= 2 * RsaModulus.LEAST_BITS / Byte.SIZE);
  }

  /** FIPS 186-5 section 6.4.2 step 1, whatever the provider does: r and s in 1 to n - 1. */
  private static boolean inRange(byte[] signature) {
    return inRange(new BigInteger(1, Arrays.copyOfRange(signature, 0, CURVE_BYTES / 2)))
        && inRange(new BigInteger(1, Arrays.copyOfRange(signature, CURVE_BYTES / 2, CURVE_BYTES)));
  }

  private static boolean inRange(BigInteger number) {
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }
}
