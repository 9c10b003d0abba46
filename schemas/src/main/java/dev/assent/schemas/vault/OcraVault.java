package dev.assent.schemas.vault;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraHash;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraPinHash;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The OCRA secrets of devices, encrypted for one user and device each. Inside, a secret reads
 * {@code length, secret, PIN hash}: the length takes two bytes, and the PIN hash is as long as its
 * kind is, or not there.
 */
public final class OcraVault {
  private final SecretVault vault;

  public OcraVault(SecretVault vault) {
    this.vault = vault;
  }

  /**
   * Encrypts what a device is registered with: the same again gives the same bytes, by which a
   * repeated registration is recognised.
   *
   * @param pinHash there exactly where the suite takes one
   * @throws IllegalArgumentException where secret or PIN hash do not fit the suite
   */
  public byte[] encrypt(
      UserKey user, String serialNumber, OcraSuite suite, byte[] secret, Optional<byte[]> pinHash) {
    OcraKey.of(suite.hash(), secret).close();
    if (pinHash.isPresent() != suite.pinHash().isPresent()) {
      throw new IllegalArgumentException("a PIN hash goes with a suite that takes one");
    }
    pinHash.ifPresent(hash -> OcraPinHash.of(suite.pinHash().orElseThrow(), hash));
    byte[] hash = pinHash.orElseGet(() -> new byte[0]);
    byte[] plain =
        ByteBuffer.allocate(Short.BYTES + secret.length + hash.length)
            .putShort((short) secret.length)
            .put(secret)
            .put(hash)
            .array();
    try {
      return vault.encryptRepeatably(plain, context(user, serialNumber));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The secret of the user's device; nothing where these bytes are not that. */
  public Optional<OcraSecret> open(
      UserKey user, String serialNumber, OcraSuite suite, byte[] encrypted) {
    byte[] plain;
    try {
      plain = vault.decrypt(encrypted, context(user, serialNumber));
    } catch (UnreadableSecretException _) {
      return Optional.empty();
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(plain);
      byte[] secret = new byte[buffer.getShort()];
      buffer.get(secret);
      Optional<OcraHash> kind = suite.pinHash();
      byte[] hash = new byte[buffer.remaining()];
      buffer.get(hash);
      OcraKey key = OcraKey.of(suite.hash(), secret);
      Arrays.fill(secret, (byte) 0);
      return Optional.of(new OcraSecret(key, kind.map(of -> OcraPinHash.of(of, hash))));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static String context(UserKey user, String serialNumber) {
    return user.text(serialNumber);
  }
}
