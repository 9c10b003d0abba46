package dev.assent.processor.decision;

import java.util.HexFormat;

/**
 * A provider's signature as it was presented.
 *
 * @param signature the bytes, two lower-case digits each
 * @param certificate the signer's certificate as it was presented: DER, two lower-case digits each
 */
public record ProviderProof(String signature, String certificate) {

  /** The proof of these bytes. */
  public static ProviderProof of(byte[] signature, byte[] certificate) {
    return new ProviderProof(
        HexFormat.of().formatHex(signature), HexFormat.of().formatHex(certificate));
  }

  /** The signature's bytes. */
  public byte[] signatureBytes() {
    return HexFormat.of().parseHex(signature);
  }

  /** The certificate's bytes. */
  public byte[] certificateBytes() {
    return HexFormat.of().parseHex(certificate);
  }
}
