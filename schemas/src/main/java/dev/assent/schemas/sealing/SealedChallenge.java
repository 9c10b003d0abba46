package dev.assent.schemas.sealing;

import dev.assent.schemas.device.EncryptionKey;
import java.util.HexFormat;

/** A challenge's document, sealed to the device that may read it. */
public final class SealedChallenge {
  /** What HPKE's {@code info} is, in UTF-8. */
  public static final String INFO = "assent-challenge-v1";

  private static final HexFormat WIRE_FORM = HexFormat.of().withUpperCase();
  private static final SealedMessage MESSAGE = new SealedMessage(INFO);

  private SealedChallenge() {}

  /**
   * Seals the document to a device.
   *
   * @param challengeKey the challenge key's text; the message opens under no other
   * @param document the document's exact bytes
   * @return the document's length and 55 bytes (X25519) or 88 bytes (P-256)
   */
  public static byte[] seal(EncryptionKey recipient, String challengeKey, byte[] document) {
    return MESSAGE.seal(recipient, challengeKey, document);
  }

  /** As above with the ephemeral key given: for published vectors only. */
  static byte[] seal(
      EncryptionKey recipient, String challengeKey, byte[] document, DecryptionKey ephemeral) {
    return MESSAGE.seal(recipient, challengeKey, document, ephemeral);
  }

  /**
   * Opens a sealed message, as a device does.
   *
   * @throws SealedChallengeException where the bytes are no sealed message, or were not sealed to
   *     this key, under this challenge key, exactly as they are
   */
  public static byte[] open(DecryptionKey recipient, String challengeKey, byte[] sealed)
      throws SealedChallengeException {
    return MESSAGE
        .open(recipient, challengeKey, sealed)
        .orElseThrow(
            () ->
                new SealedChallengeException(
                    "the message was not sealed to this key and challenge"));
  }

  /** The message as it travels: upper-case hexadecimal. */
  public static String toRequestMessage(byte[] sealed) {
    return WIRE_FORM.formatHex(sealed);
  }

  /** Reads {@link #toRequestMessage}; digits of either case. */
  public static byte[] fromRequestMessage(String text) throws SealedChallengeException {
    try {
      return WIRE_FORM.parseHex(text);
    } catch (IllegalArgumentException _) {
      throw new SealedChallengeException("a request message is hexadecimal");
    }
  }
}
