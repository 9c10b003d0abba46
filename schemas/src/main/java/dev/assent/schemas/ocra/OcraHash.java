package dev.assent.schemas.ocra;

/** A hash function of RFC 6287 section 5.2, for the response or for the PIN. */
public enum OcraHash {
  /** SHA-1, 20 bytes; for the published vectors and for PIN hashes only. */
  SHA1("HmacSHA1", 20),
  /** SHA-256, 32 bytes. */
  SHA256("HmacSHA256", 32),
  /** SHA-512, 64 bytes. */
  SHA512("HmacSHA512", 64);

  private final String macName;
  private final int bytes;

  OcraHash(String macName, int bytes) {
    this.macName = macName;
    this.bytes = bytes;
  }

  /** Bytes of the hash. */
  public int bytes() {
    return bytes;
  }

  /** The JDK's name of the HMAC over this hash. */
  String macName() {
    return macName;
  }
}
