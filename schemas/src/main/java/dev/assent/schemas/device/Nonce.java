package dev.assent.schemas.device;

/**
 * What makes each challenge document unlike any other: 16 random bytes.
 *
 * @param text the bytes as base64url without padding, 22 characters
 */
public record Nonce(String text) {
  /** Bytes of a nonce. */
  public static final int BYTES = 16;

  public Nonce {
    Base64Url.decode(text, BYTES, "nonce");
  }

  /**
   * Makes a nonce.
   *
   * @param random {@value #BYTES} bytes from a CSPRNG
   */
  public static Nonce of(byte[] random) {
    return new Nonce(Base64Url.encode(random));
  }

  /** The {@value #BYTES} bytes. */
  public byte[] bytes() {
    return Base64Url.decode(text, BYTES, "nonce");
  }
}
