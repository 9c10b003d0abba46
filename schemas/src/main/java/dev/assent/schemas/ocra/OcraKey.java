package dev.assent.schemas.ocra;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that an authenticator shares with us: at least as long as the output of the suite's
 * hash (OC-9, RFC 6287 section 5.1). Its text form reveals nothing. Close it after use: the bytes
 * are overwritten, as far as one can in a JVM, whose MAC keeps a copy until it is collected.
 */
public final class OcraKey implements AutoCloseable {
  /** Most bytes of a key: the block of SHA-512, beyond which a longer key is no stronger. */
  public static final int MAXIMUM_BYTES = 128;

  private final OcraHash hash;
  private final byte[] secret;
  private boolean closed;

  private OcraKey(OcraHash hash, byte[] secret) {
    this.hash = hash;
    this.secret = secret;
  }

  /**
   * A key for suites with the given hash.
   *
   * @param secret from the hash's length to {@value #MAXIMUM_BYTES} bytes, copied; {@link
   *     IllegalArgumentException} for another length
   */
  public static OcraKey of(OcraHash hash, byte[] secret) {
    if (secret.length < hash.bytes() || secret.length > MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "an OCRA key for %s has %d to %d bytes".formatted(hash, hash.bytes(), MAXIMUM_BYTES));
    }
    return new OcraKey(hash, secret.clone());
  }

  /** The HMAC of the suite's hash under this key. */
  Mac mac(OcraSuite suite) {
    if (closed) {
      throw new IllegalStateException("the OCRA key was closed");
    }
    if (hash != suite.hash()) {
      throw new IllegalArgumentException("the OCRA key is for another hash than the suite's");
    }
    try {
      Mac mac = Mac.getInstance(hash.macName());
      mac.init(new SecretKeySpec(secret, hash.macName()));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM has no " + hash.macName(), missing);
    }
  }

  /** Overwrites the secret; the key is of no use afterwards. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public String toString() {
    return "OcraKey[" + hash + "]";
  }
}
