package dev.assent.schemas.ocra;

/**
 * The hash of an authenticator's PIN (P). It is as secret as the PIN, which is found from it by
 * trying them all; its text form reveals nothing.
 */
public final class OcraPinHash {
  private final OcraHash hash;
  private final byte[] value;

  private OcraPinHash(OcraHash hash, byte[] value) {
    this.hash = hash;
    this.value = value;
  }

  /**
   * The hash of a PIN.
   *
   * @param value exactly the hash's length, copied; {@link IllegalArgumentException} for another
   */
  public static OcraPinHash of(OcraHash hash, byte[] value) {
    if (value.length != hash.bytes()) {
      throw new IllegalArgumentException(
          "a PIN hash of %s has %d bytes".formatted(hash, hash.bytes()));
    }
    return new OcraPinHash(hash, value.clone());
  }

  OcraHash hash() {
    return hash;
  }

  byte[] value() {
    return value.clone();
  }

  @Override
  public String toString() {
    return "OcraPinHash[" + hash + "]";
  }
}
