package dev.assent.schemas.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets with AES-256-GCM under keys from a file (CR-2, OC-9). An encrypted secret reads
 * {@code 0x01, length of the key id, key id, nonce, ciphertext}: one byte each for the version and
 * the length, 12 bytes of nonce, and the last 16 bytes of the ciphertext are the tag.
 *
 * <p>Barrier: the context in which a secret was encrypted is authenticated with it, so that nobody
 * who can write to a store can make one user's secret another's. Under random nonces one key is
 * good for 2<sup>32</sup> secrets (NIST SP 800-38D section 8.3).
 *
 * <p>May be used by several threads at once. Its text form tells the key ids only.
 */
public final class SecretVault {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final byte[] NONCE_KEY_LABEL =
      "assent-vault-nonce-v1".getBytes(StandardCharsets.US_ASCII);

  private final String currentKeyId;
  private final Map<String, SecretKey> keys;
  private final SecureRandom random;

  private SecretVault(String currentKeyId, Map<String, SecretKey> keys, SecureRandom random) {
    this.currentKeyId = currentKeyId;
    this.keys = keys;
    this.random = random;
  }

  /**
   * A vault with the keys of a file, of which the first encrypts and all decrypt: {@link VaultKeys}
   * says what the file must be.
   *
   * @param random where nonces come from: a CSPRNG
   * @throws dev.assent.schemas.settings.InvalidSettingsException where the file cannot be read, is
   *     open to others than its owner, or holds anything but keys
   */
  public static SecretVault open(Path file, SecureRandom random) {
    VaultKeys keys = VaultKeys.read(file);
    return new SecretVault(keys.currentKeyId(), keys.byId(), random);
  }

  /**
   * Encrypts a secret under the current key.
   *
   * @param context what the secret is for, such as tenant, user and serial number joined without
   *     ambiguity; not empty. It is not kept, and must be given again to decrypt
   */
  public byte[] encrypt(byte[] secret, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return encrypt(secret, context, nonce);
  }

  /**
   * Encrypts a secret under the current key so that the same secret in the same context gives the
   * same bytes each time: whoever compares them recognises a repeat without the key. The nonce is a
   * keyed digest of both (HMAC-SHA-256 under a key of its own), so that it repeats only where
   * everything does, and what it tells is just that.
   *
   * @param context as for {@link #encrypt}
   */
  public byte[] encryptRepeatably(byte[] secret, String context) {
    byte[] contextBytes = context.getBytes(StandardCharsets.UTF_8);
    byte[] input =
        ByteBuffer.allocate(Integer.BYTES + contextBytes.length + secret.length)
            .putInt(contextBytes.length)
            .put(contextBytes)
            .put(secret)
            .array();
    byte[] nonceKey = mac(keys.get(currentKeyId).getEncoded(), NONCE_KEY_LABEL);
    try {
      return encrypt(secret, context, Arrays.copyOf(mac(nonceKey, input), NONCE_BYTES));
    } finally {
      Arrays.fill(input, (byte) 0);
      Arrays.fill(nonceKey, (byte) 0);
    }
  }

  /**
   * Key material for another purpose, derived from each key of the file (HMAC-SHA-256 under it), in
   * the file's order: the same on every machine that has the file.
   *
   * @param label names the purpose; not that of the vault's own derivations
   * @return 32 bytes each
   */
  public List<byte[]> derived(String label) {
    byte[] input = label.getBytes(StandardCharsets.US_ASCII);
    if (Arrays.equals(input, NONCE_KEY_LABEL)) {
      throw new IllegalArgumentException("the vault's own label is for the vault alone");
    }
    return keys.values().stream().map(key -> mac(key.getEncoded(), input)).toList();
  }

  private byte[] encrypt(byte[] secret, String context, byte[] nonce) {
    byte[] keyId = currentKeyId.getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] ciphertext =
          cipher(Cipher.ENCRYPT_MODE, keys.get(currentKeyId), nonce, context).doFinal(secret);
      return ByteBuffer.allocate(2 + keyId.length + nonce.length + ciphertext.length)
          .put(VERSION)
          .put((byte) keyId.length)
          .put(keyId)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("encryption failed", impossible);
    }
  }

  /**
   * Decrypts a secret. The caller overwrites it after use.
   *
   * @param context the same as for {@link #encrypt}
   * @throws UnreadableSecretException where the bytes are not exactly what {@link #encrypt} gave
   *     for this context under a key of the file
   */
  public byte[] decrypt(byte[] encrypted, String context) throws UnreadableSecretException {
    int keyIdLength = encrypted.length < 2 ? 0 : encrypted[1];
    int header = 2 + keyIdLength + NONCE_BYTES;
    if (keyIdLength < 1 || encrypted[0] != VERSION || encrypted.length < header + TAG_BYTES) {
      throw new UnreadableSecretException("not an encrypted secret of version 1");
    }
    SecretKey key = keys.get(new String(encrypted, 2, keyIdLength, StandardCharsets.US_ASCII));
    if (key == null) {
      throw new UnreadableSecretException("the secret is encrypted under a key not in the file");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(encrypted, 2 + keyIdLength, nonce, 0, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
          .doFinal(encrypted, header, encrypted.length - header);
    } catch (AEADBadTagException _) {
      throw new UnreadableSecretException(
          "the secret was not encrypted under this key and context");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("decryption failed", impossible);
    }
  }

  @Override
  public String toString() {
    return "SecretVault" + keys.keySet();
  }

  private static byte[] mac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(input);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String context)
      throws GeneralSecurityException {
    if (context.isEmpty()) {
      throw new IllegalArgumentException("a secret's context must not be empty");
    }
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
