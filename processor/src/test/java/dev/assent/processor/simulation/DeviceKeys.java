package dev.assent.processor.simulation;

import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.sealing.DecryptionKey;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The private keys of a device: Ed25519 and X25519. Made once, since making them is slow. */
final class DeviceKeys {
  private static final int KEY_BYTES = 32;

  /** Enough for all the devices of a simulation. */
  static final List<DeviceKeys> POOL =
      IntStream.range(0, 2 * Simulation.USERS).mapToObj(_ -> generate()).toList();

  private final PrivateKey privateKey;
  private final SigningKey signingKey;
  private final DecryptionKey decryptionKey;

  private DeviceKeys(PrivateKey privateKey, SigningKey signingKey, DecryptionKey decryptionKey) {
    this.privateKey = privateKey;
    this.signingKey = signingKey;
    this.decryptionKey = decryptionKey;
  }

  private static DeviceKeys generate() {
    try {
      KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] encoded = keys.getPublic().getEncoded();
      String x =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(
                  Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
      return new DeviceKeys(
          keys.getPrivate(),
          JsonWebKey.of("OKP", "Ed25519", x).requireSigningKey(),
          DecryptionKey.generate(KeyEncapsulation.X25519));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM makes such keys", e);
    }
  }

  JsonWebKey signingKey() {
    return signingKey.jsonWebKey();
  }

  JsonWebKey encryptionKey() {
    return decryptionKey.encryptionKey().jsonWebKey();
  }

  byte[] sign(byte[] digest) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM signs so", e);
    }
  }

  /** The document, or nothing where it is sealed to somebody else or under another key. */
  Optional<byte[]> open(String challengeKey, byte[] sealed) {
    try {
      return Optional.of(SealedChallenge.open(decryptionKey, challengeKey, sealed));
    } catch (SealedChallengeException _) {
      return Optional.empty();
    }
  }
}
