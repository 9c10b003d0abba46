package dev.assent.schemas.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash function of the protocol. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JVM has no SHA-256", missing);
    }
  }
}
