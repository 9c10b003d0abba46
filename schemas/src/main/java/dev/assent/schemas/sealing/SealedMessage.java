package dev.assent.schemas.sealing;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * The form of everything that is sealed: {@code 0x01, kem id, kdf id, aead id, enc, ciphertext},
 * where the ids are two bytes each and the rest is RFC 9180 in base mode with HKDF-SHA256 and
 * AES-128-GCM. What HPKE calls {@code info} keeps one kind of message from passing for another.
 */
final class SealedMessage {
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + 3 * Short.BYTES;
  private static final int TAG_BYTES = 16;

  private final byte[] info;

  /**
   * A kind of message.
   *
   * @param info names the kind
   */
  SealedMessage(String info) {
    this.info = info.getBytes(StandardCharsets.UTF_8);
  }

  /** The length of the plain text and 55 bytes (X25519) or 88 bytes (P-256). */
  byte[] seal(EncryptionKey recipient, String associatedData, byte[] plain) {
    HPKE suite = suite(recipient.keyEncapsulation());
    AsymmetricKeyParameter publicKey = suite.deserializePublicKey(recipient.encoded());
    return seal(recipient, suite.setupBaseS(publicKey, info), associatedData, plain);
  }

  /** As above with the ephemeral key given: for published vectors only. */
  byte[] seal(
      EncryptionKey recipient, String associatedData, byte[] plain, DecryptionKey ephemeral) {
    HPKE suite = suite(recipient.keyEncapsulation());
    AsymmetricKeyParameter publicKey = suite.deserializePublicKey(recipient.encoded());
    return seal(
        recipient, suite.setupBaseS(publicKey, info, ephemeral.keyPair()), associatedData, plain);
  }

  /**
   * The plain text; nothing where the bytes were not sealed to this key with these associated data
   * exactly as they are.
   */
  Optional<byte[]> open(DecryptionKey recipient, String associatedData, byte[] sealed) {
    KeyEncapsulation keyEncapsulation = recipient.encryptionKey().keyEncapsulation();
    int encodedBytes = keyEncapsulation.encodedBytes();
    byte[] header = header(keyEncapsulation);
    if (sealed.length < HEADER_BYTES + encodedBytes + TAG_BYTES
        || !Arrays.equals(sealed, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
      return Optional.empty();
    }
    byte[] encapsulated = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + encodedBytes);
    byte[] ciphertext = Arrays.copyOfRange(sealed, HEADER_BYTES + encodedBytes, sealed.length);
    try {
      return Optional.of(
          suite(keyEncapsulation)
              .setupBaseR(encapsulated, recipient.keyPair(), info)
              .open(bytes(associatedData), ciphertext));
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException _) {
      // The library says in three ways that enc is no key or that the tag does not fit.
      return Optional.empty();
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
      EncryptionKey recipient,
      HPKEContextWithEncapsulation context,
      String associatedData,
      byte[] plain) {
    byte[] encapsulated = context.getEncapsulation();
    byte[] ciphertext;
    try {
      ciphertext = context.seal(bytes(associatedData), plain);
    } catch (InvalidCipherTextException impossible) {
      throw new IllegalStateException("sealing failed", impossible);
    }
    return ByteBuffer.allocate(HEADER_BYTES + encapsulated.length + ciphertext.length)
        .put(header(recipient.keyEncapsulation()))
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
