package dev.assent.schemas.device;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/** base64url without padding (RFC 4648 section 5), in its one canonical form. */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A positive integer in as few bytes as it takes (Base64urlUInt, RFC 7518 section 2). */
  static String encodeInteger(BigInteger integer) {
    byte[] bytes = integer.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** Decodes exactly {@code length} bytes; the message of a refusal names the member only. */
  static byte[] decode(String text, int length, String member) {
    // The JDK's decoder takes padding and stray last bits, which would give one key many spellings.
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == length && encode(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Falls through to the one message, which repeats nothing of the text.
    }
    throw new IllegalArgumentException(
        member + " must be base64url without padding of " + length + " bytes");
  }

  /**
   * Decodes a positive integer in as few bytes as it takes (Base64urlUInt, RFC 7518 section 2); the
   * message of a refusal names the member only.
   *
   * @param most bytes that the integer may have
   */
  static BigInteger decodeInteger(String text, int most, String member) {
    int length = text.length() * 6 / Byte.SIZE;
    if (length < 1 || length > most) {
      throw new IllegalArgumentException(member + " must have 1 to " + most + " bytes");
    }
    byte[] bytes = decode(text, length, member);
    if (bytes[0] == 0) {
      throw new IllegalArgumentException(member + " must not begin with a zero byte");
    }
    return new BigInteger(1, bytes);
  }
}
