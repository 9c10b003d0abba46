package dev.assent.schemas.device;

import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The digests that a device signs ({@code docs/reference/device-protocol.md}, "The digest"). A
 * domain label keeps a signature made for anything else from ever counting, and every part goes in
 * with its length, so that no two statements share an encoding.
 */
public final class ApprovalDigest {
  /** The domain label of an approval in version 1. */
  public static final String FIRST_LABEL = "assent-device-approval-v1";

  /** The domain label of an approval. */
  public static final String APPROVAL_LABEL = "assent-device-approval-v2";

  /** The domain label of a refusal. */
  public static final String DECLINE_LABEL = "assent-device-decline-v2";

  private static final String NOTHING_ENTERED = "";

  private ApprovalDigest() {}

  /**
   * The 32 bytes that approve a document of version 1: SHA-256 over the label, a zero byte and the
   * document.
   *
   * @param document the document's exact bytes, as {@link ChallengeDocument#canonical()} gives them
   */
  public static byte[] first(byte[] document) {
    return start(FIRST_LABEL).digest(document);
  }

  /**
   * The 32 bytes that approve a document: SHA-256 over the label, a zero byte, and document, proof
   * kind and entered value, each after its length in four bytes.
   *
   * @param document the document's exact bytes
   * @param proofKind what releases the key
   * @param entered what the user reads at the relying party and enters on the device; nothing where
   *     the document asks for no digits
   */
  public static byte[] approval(byte[] document, ProofKind proofKind, Optional<String> entered) {
    MessageDigest digest = start(APPROVAL_LABEL);
    add(digest, document);
    add(digest, utf8(proofKind.name()));
    add(digest, utf8(entered.orElse(NOTHING_ENTERED)));
    return digest.digest();
  }

  /**
   * The 32 bytes that refuse a document: SHA-256 over the label, a zero byte, and document and
   * reason, each after its length in four bytes.
   *
   * @param document the document's exact bytes, of either version
   */
  public static byte[] decline(byte[] document, DeclineReason reason) {
    MessageDigest digest = start(DECLINE_LABEL);
    add(digest, document);
    add(digest, utf8(reason.name()));
    return digest.digest();
  }

  private static MessageDigest start(String label) {
    MessageDigest digest = Digests.sha256();
    digest.update(utf8(label));
    digest.update((byte) 0);
    return digest;
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
    digest.update(part);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
