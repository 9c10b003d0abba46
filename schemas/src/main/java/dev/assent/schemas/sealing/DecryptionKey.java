package dev.assent.schemas.sealing;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * The private half of an {@link EncryptionKey}: what a device keeps. Its text form tells the public
 * half only.
 */
public final class DecryptionKey {
  private final EncryptionKey encryptionKey;
  private final AsymmetricCipherKeyPair keyPair;

  private DecryptionKey(EncryptionKey encryptionKey, AsymmetricCipherKeyPair keyPair) {
    this.encryptionKey = encryptionKey;
    this.keyPair = keyPair;
  }

  /** A fresh key from the JVM's CSPRNG. */
  public static DecryptionKey generate(KeyEncapsulation keyEncapsulation) {
    HPKE suite = SealedMessage.suite(keyEncapsulation);
    return of(suite, keyEncapsulation, suite.generatePrivateKey());
  }

  /**
   * The key that follows from secret key material: DeriveKeyPair of RFC 9180 section 7.1.3.
   *
   * @param keyMaterial at least {@value KeyEncapsulation#PRIVATE_KEY_BYTES} bytes of full entropy,
   *     used for nothing else; {@link IllegalArgumentException} for fewer
   */
  public static DecryptionKey derive(KeyEncapsulation keyEncapsulation, byte[] keyMaterial) {
    if (keyMaterial.length < KeyEncapsulation.PRIVATE_KEY_BYTES) {
      throw new IllegalArgumentException("key material has at least 32 bytes");
    }
    HPKE suite = SealedMessage.suite(keyEncapsulation);
    return of(suite, keyEncapsulation, suite.deriveKeyPair(keyMaterial));
  }

  /**
   * The key of the given private bytes.
   *
   * @param privateKey {@value KeyEncapsulation#PRIVATE_KEY_BYTES} bytes as RFC 9180 section 7.1.2
   *     serialises them; {@link IllegalArgumentException} for another length or range
   */
  public static DecryptionKey of(KeyEncapsulation keyEncapsulation, byte[] privateKey) {
    if (privateKey.length != KeyEncapsulation.PRIVATE_KEY_BYTES) {
      throw new IllegalArgumentException("a private key has 32 bytes");
    }
    HPKE suite = SealedMessage.suite(keyEncapsulation);
    return of(suite, keyEncapsulation, suite.deserializePrivateKey(privateKey, null));
  }

  /** The public half. */
  public EncryptionKey encryptionKey() {
    return encryptionKey;
  }

  AsymmetricCipherKeyPair keyPair() {
    return keyPair;
  }

  @Override
  public String toString() {
    return "DecryptionKey[" + encryptionKey.thumbprint() + "]";
  }

  private static DecryptionKey of(
      HPKE suite, KeyEncapsulation keyEncapsulation, AsymmetricCipherKeyPair keyPair) {
    byte[] encoded = suite.serializePublicKey(keyPair.getPublic());
    JsonWebKey jsonWebKey =
        switch (keyEncapsulation) {
          case P256 -> JsonWebKey.of("EC", "P-256", text(encoded, 1, 33), text(encoded, 33, 65));
          case X25519 -> JsonWebKey.of("OKP", "X25519", text(encoded, 0, 32));
        };
    return new DecryptionKey(jsonWebKey.requireEncryptionKey(), keyPair);
  }

  private static String text(byte[] encoded, int from, int to) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(encoded, from, to));
  }
}
