package dev.assent.ingress.tenant;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A key of a tenant that was just made: the only time that anybody sees its text.
 *
 * @param keyId names it; the text begins with it
 * @param text {@code keyId.secret}; the secret is 256 random bits in base64url
 */
public record FreshKey(String keyId, String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 6;

  /** A key with an id of its own. */
  public static FreshKey generate() {
    return generate("key-" + random(ID_BYTES));
  }

  /** A key with the id. */
  public static FreshKey generate(String keyId) {
    return new FreshKey(keyId, keyId + "." + random(SECRET_BYTES));
  }

  /** What is kept of it: SHA-256 of its text. */
  public ByteBuffer hash() {
    return KeyHash.of(text).toBuffer();
  }

  /** Names the key without its secret. */
  @Override
  public String toString() {
    return "FreshKey[keyId=" + keyId + "]";
  }

  private static String random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
