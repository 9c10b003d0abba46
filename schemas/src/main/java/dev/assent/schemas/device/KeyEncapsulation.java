package dev.assent.schemas.device;

/** The key encapsulation with which challenges are sealed to a device (RFC 9180 section 7.1). */
public enum KeyEncapsulation {
  /** DHKEM(P-256, HKDF-SHA256). */
  P256(0x0010, 65),
  /** DHKEM(X25519, HKDF-SHA256). */
  X25519(0x0020, 32);

  /** Bytes of a private key, for both. */
  public static final int PRIVATE_KEY_BYTES = 32;

  private final int identifier;
  private final int encodedBytes;

  KeyEncapsulation(int identifier, int encodedBytes) {
    this.identifier = identifier;
    this.encodedBytes = encodedBytes;
  }

  /** The KEM identifier of RFC 9180 table 2, two bytes. */
  public int identifier() {
    return identifier;
  }

  /** Bytes of an encoded public key and of an encapsulated one (Npk and Nenc in RFC 9180). */
  public int encodedBytes() {
    return encodedBytes;
  }
}
