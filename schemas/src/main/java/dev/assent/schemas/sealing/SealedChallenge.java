package dev.assent.schemas.sealing;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * The sealed message: {@code 0x01, kem id, kdf id, aead id, enc, ciphertext}, where the ids are two
 * bytes each and the rest is RFC 9180 in base mode with HKDF-SHA256 and AES-128-GCM.
 */
public final class SealedChallenge {
  /** What HPKE's {@code info} is, in UTF-8. */
  public static final String INFO = "assent-challenge-v1";

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + 3 * Short.BYTES;
  private static final int TAG_BYTES = 16;
  private static final HexFormat WIRE_FORM = HexFormat.of().withUpperCase();
  private static final byte[] INFO_BYTES = INFO.getBytes(StandardCharsets.UTF_8);

  private SealedChallenge() {}

  /**
   * Seals the document to a device.
   *
   * @param challengeKey the challenge key's text; the message opens under no other
   * @param document the document's exact bytes
   * @return the document's length and 55 bytes (X25519) or 88 bytes (P-256)
   */
  public static byte[] seal(EncryptionKey recipient, String challengeKey, byte[] document) {
    HPKE suite = suite(recipient.keyEncapsulation());
    AsymmetricKeyParameter publicKey = suite.deserializePublicKey(recipient.encoded());
    return seal(
        recipient.keyEncapsulation(),
        suite.setupBaseS(publicKey, INFO_BYTES),
        challengeKey,
        document);
  }

  /** As above with the ephemeral key given: for published vectors only. */
  static byte[] seal(
      EncryptionKey recipient, String challengeKey, byte[] document, DecryptionKey ephemeral) {
    HPKE suite = suite(recipient.keyEncapsulation());
    AsymmetricKeyParameter publicKey = suite.deserializePublicKey(recipient.encoded());
    AsymmetricCipherKeyPair keyPair = ephemeral.keyPair();
    return seal(
        recipient.keyEncapsulation(),
        suite.setupBaseS(publicKey, INFO_BYTES, keyPair),
        challengeKey,
        document);
  }

  /**
   * Opens a sealed message, as a device does.
   *
   * @throws SealedChallengeException where the bytes are no sealed message, or were not sealed to
   *     this key, under this challenge key, exactly as they are
   */
  public static byte[] open(DecryptionKey recipient, String challengeKey, byte[] sealed)
      throws SealedChallengeException {
    KeyEncapsulation keyEncapsulation = recipient.encryptionKey().keyEncapsulation();
    int encodedBytes = keyEncapsulation.encodedBytes();
    byte[] header = header(keyEncapsulation);
    if (sealed.length < HEADER_BYTES + encodedBytes + TAG_BYTES
        || !Arrays.equals(sealed, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
      throw new SealedChallengeException("not a sealed challenge for this kind of key");
    }
    byte[] encapsulated = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + encodedBytes);
    byte[] ciphertext = Arrays.copyOfRange(sealed, HEADER_BYTES + encodedBytes, sealed.length);
    try {
      return suite(keyEncapsulation)
          .setupBaseR(encapsulated, recipient.keyPair(), INFO_BYTES)
          .open(associatedData(challengeKey), ciphertext);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException _) {
      // The library says in three ways that enc is no key or that the tag does not fit.
      throw new SealedChallengeException("the message was not sealed to this key and challenge");
    }
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

  static HPKE suite(KeyEncapsulation keyEncapsulation) {
    return new HPKE(
        HPKE.mode_base,
        (short) keyEncapsulation.identifier(),
        HPKE.kdf_HKDF_SHA256,
        HPKE.aead_AES_GCM128);
  }

  private static byte[] seal(
      KeyEncapsulation keyEncapsulation,
      HPKEContextWithEncapsulation context,
      String challengeKey,
      byte[] document) {
    byte[] encapsulated = context.getEncapsulation();
    byte[] ciphertext;
    try {
      ciphertext = context.seal(associatedData(challengeKey), document);
    } catch (InvalidCipherTextException impossible) {
      throw new IllegalStateException("sealing failed", impossible);
    }
    return ByteBuffer.allocate(HEADER_BYTES + encapsulated.length + ciphertext.length)
        .put(header(keyEncapsulation))
        .put(encapsulated)
        .put(ciphertext)
        .array();
  }

  private static byte[] header(KeyEncapsulation keyEncapsulation) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(VERSION)
        .putShort((short) keyEncapsulation.identifier())
        .putShort(HPKE.kdf_HKDF_SHA256)
        .putShort(HPKE.aead_AES_GCM128)
        .array();
  }

  private static byte[] associatedData(String challengeKey) {
    return challengeKey.getBytes(StandardCharsets.UTF_8);
  }
}
