package dev.assent.connectors.smartid;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the app shows beside the text, so that the user can compare (Smart-ID RP API). */
final class SmartIdVerificationCode {
  private SmartIdVerificationCode() {}

  /**
   * The code of a challenge: the last two bytes of its SHA-256 hash, as the last 4 digits of a
   * decimal number. Of a signature the server makes one up instead.
   */
  static String of(byte[] challenge) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(challenge);
      int code = ((hash[hash.length - 2] & 0xFF) << 8) | (hash[hash.length - 1] & 0xFF);
      return "%04d".formatted(code % 10_000);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
