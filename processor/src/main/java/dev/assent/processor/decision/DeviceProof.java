package dev.assent.processor.decision;

import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SigningKey;
import java.util.HexFormat;

/**
 * A device's signature as it was presented, of whatever length.
 *
 * @param hexadecimal the bytes, two lower-case digits each
 */
public record DeviceProof(String hexadecimal) {

  /** The proof of these bytes. */
  public static DeviceProof of(byte[] signature) {
    return new DeviceProof(HexFormat.of().formatHex(signature));
  }

  /** The signature's bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hexadecimal);
  }

  boolean verifies(SigningKey key, byte[] message) {
    return ProofSignature.verify(key, message, bytes());
  }
}
