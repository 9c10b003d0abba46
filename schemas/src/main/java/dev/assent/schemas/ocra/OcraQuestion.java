package dev.assent.schemas.ocra;

import dev.assent.schemas.device.ApprovalDigest;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The question that binds a response to what is approved (OC-4): derived from the {@link
 * ApprovalDigest} of the operation's document. That document holds a nonce of ours, so that the
 * question can be neither foreseen nor chosen (OC-3).
 */
public final class OcraQuestion {
  /** Bytes of an approval digest. */
  public static final int DIGEST_BYTES = 32;

  /**
   * The characters of alphanumeric questions, five bits each: without I, L, O and U, which are
   * misread.
   */
  public static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int BITS_OF_CHARACTER = 5;

  private OcraQuestion() {}

  /**
   * The question for a suite, of exactly its length.
   *
   * <p>Numeric: the digest as an unsigned number, modulo 10 to the power of the length, with
   * leading zeros. Hexadecimal: the digest's first digits in upper case; 64, the most that a suite
   * can have, are all of it. Alphanumeric: the digest's first bits, five for each character of
   * {@link #ALPHABET}; from 52 characters on all of the digest is there, and zero bits follow.
   *
   * @param approvalDigest {@value #DIGEST_BYTES} bytes; {@link IllegalArgumentException} for
   *     another length
   */
  public static String derive(OcraSuite suite, byte[] approvalDigest) {
    if (approvalDigest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("an approval digest has 32 bytes");
    }
    int length = suite.questionLength();
    return switch (suite.questionFormat()) {
      case NUMERIC -> numeric(new BigInteger(1, approvalDigest), length);
      case HEXADECIMAL ->
          HexFormat.of().formatHex(approvalDigest).substring(0, length).toUpperCase(Locale.ROOT);
      case ALPHANUMERIC -> alphanumeric(new BigInteger(1, approvalDigest), length);
    };
  }

  private static String numeric(BigInteger number, int length) {
    String digits = number.mod(BigInteger.TEN.pow(length)).toString();
    return "0".repeat(length - digits.length()) + digits;
  }

  private static String alphanumeric(BigInteger number, int length) {
    // Left of the first character stand the bits that the question has no room for.
    BigInteger bits = number.shiftLeft(length * BITS_OF_CHARACTER).shiftRight(8 * DIGEST_BYTES);
    StringBuilder question = new StringBuilder(length);
    for (int character = length - 1; character >= 0; character--) {
      int index =
          bits.shiftRight(character * BITS_OF_CHARACTER).intValue() & (ALPHABET.length() - 1);
      question.append(ALPHABET.charAt(index));
    }
    return question.toString();
  }
}
