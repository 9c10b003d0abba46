package dev.assent.processor.decision;

import java.util.HexFormat;

/**
 * A secret as the ingress encrypted it; only the verification opens it.
 *
 * @param hexadecimal the bytes, two lower-case digits each
 */
public record EncryptedSecret(String hexadecimal) {

  /** The secret of these bytes. */
  public static EncryptedSecret of(byte[] bytes) {
    return new EncryptedSecret(HexFormat.of().formatHex(bytes));
  }

  /** The encrypted bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hexadecimal);
  }
}
