package dev.assent.standalone.cluster;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets as the services want them. */
final class FreshSecret {
  private static final int KEY_BYTES = 32;

  private FreshSecret() {}

  /** For a header. */
  static String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random());
  }

  /** For the vault. */
  static String key() {
    return Base64.getEncoder().encodeToString(random());
  }

  private static byte[] random() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
