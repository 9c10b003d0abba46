package dev.assent.schemas.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The digest that a device signs: SHA-256 over a domain label, a zero byte and the document. The
 * label keeps a signature made for anything else from ever counting as an approval.
 */
public final class ApprovalDigest {
  /** The domain label. */
  public static final String LABEL = "assent-device-approval-v1";

  private static final byte[] PREFIX = (LABEL + '\0').getBytes(StandardCharsets.UTF_8);

  private ApprovalDigest() {}

  /**
   * The 32 bytes to sign.
   *
   * @param document the document's exact bytes, as {@link ChallengeDocument#canonical()} gives them
   */
  public static byte[] of(byte[] document) {
    MessageDigest digest = Digests.sha256();
    digest.update(PREFIX);
    return digest.digest(document);
  }
}
