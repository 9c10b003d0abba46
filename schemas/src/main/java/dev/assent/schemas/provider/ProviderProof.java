package dev.assent.schemas.provider;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A provider's signature as it was presented, with all that it is verified with. Bytes are two
 * lower-case hexadecimal digits each.
 *
 * @param format nothing where the connector named one that is not known: then it verifies never
 * @param signature the signature in its format
 * @param certificate the signer's certificate: DER
 * @param signedContent what the signature is over, where neither the signature nor the document
 *     says it
 * @param chain certificates between the signer's and a trust anchor: DER, in any order
 * @param ocspResponses OCSP responses (RFC 6960): DER
 * @param revocationLists certificate revocation lists (RFC 5280): DER
 */
public record ProviderProof(
    Optional<ProofFormat> format,
    String signature,
    String certificate,
    Optional<String> signedContent,
    List<String> chain,
    List<String> ocspResponses,
    List<String> revocationLists) {
  public ProviderProof {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(signedContent, "signedContent");
    chain = List.copyOf(chain);
    ocspResponses = List.copyOf(ocspResponses);
    revocationLists = List.copyOf(revocationLists);
  }

  /** A plain signature over the document. */
  public static ProviderProof of(byte[] signature, byte[] certificate) {
    return of(ProofFormat.DOCUMENT_SHA256, signature, certificate);
  }

  /** A signature in this format, with no more than the signer's certificate. */
  public static ProviderProof of(ProofFormat format, byte[] signature, byte[] certificate) {
    return new ProviderProof(
        Optional.of(format),
        HexFormat.of().formatHex(signature),
        HexFormat.of().formatHex(certificate),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
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
