package dev.assent.ingress.dialect;

import dev.assent.schemas.device.ProofSignature;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** A device's proof as text: a signature in hexadecimal, or the digits of an OCRA response. */
public final class ProofText {
  /** No signature is as short, and no suite that a credential may have gives other lengths. */
  private static final Pattern OCRA_RESPONSE = Pattern.compile("[0-9]{8,10}");

  private ProofText() {}

  /**
   * The proof as it is submitted: a signature's bytes, or digits in ASCII.
   *
   * @param name what the member is called in refusals
   */
  public static byte[] parse(String name, String text) {
    return find(text)
        .orElseThrow(
            () ->
                Rejected.badRequest(
                    name
                        + " must be 128, or 512 to 1024, hexadecimal digits, or 8 to 10 decimal"
                        + " ones"));
  }

  /** The proof as it is submitted, or nothing where the text has not the form of one. */
  public static Optional<byte[]> find(String text) {
    return OCRA_RESPONSE.matcher(text).matches()
        ? Optional.of(text.getBytes(StandardCharsets.US_ASCII))
        : ProofSignature.parse(text);
  }
}
