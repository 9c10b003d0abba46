package dev.assent.processor.decision;

import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.sealing.DecryptionKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A device as a person holds it, with its private keys. */
public final class TestDevice {
  private static final int COORDINATE_BYTES = 32;

  private final String serialNumber;
  private final PrivateKey privateKey;
  private final SigningKey signingKey;
  private final DecryptionKey decryptionKey;

  private TestDevice(
      String serialNumber,
      PrivateKey privateKey,
      SigningKey signingKey,
      DecryptionKey decryptionKey) {
    this.serialNumber = serialNumber;
    this.privateKey = privateKey;
    this.signingKey = signingKey;
    this.decryptionKey = decryptionKey;
  }

  /** A device that signs with Ed25519 and opens with X25519. */
  public static TestDevice edwards(String serialNumber) {
    KeyPair keys = generate("Ed25519");
    JsonWebKey key = JsonWebKey.of("OKP", "Ed25519", coordinate(keys, 1));
    return new TestDevice(
        serialNumber,
        keys.getPrivate(),
        key.requireSigningKey(),
        DecryptionKey.generate(KeyEncapsulation.X25519));
  }

  /** A device that signs and opens with P-256. */
  public static TestDevice elliptic(String serialNumber) {
    KeyPair keys = generate("EC");
    JsonWebKey key = JsonWebKey.of("EC", "P-256", coordinate(keys, 2), coordinate(keys, 1));
    return new TestDevice(
        serialNumber,
        keys.getPrivate(),
        key.requireSigningKey(),
        DecryptionKey.generate(KeyEncapsulation.P256));
  }

  /** The same keys under another serial number. */
  TestDevice named(String otherSerialNumber) {
    return new TestDevice(otherSerialNumber, privateKey, signingKey, decryptionKey);
  }

  /** The serial number. */
  public String serialNumber() {
    return serialNumber;
  }

  /** Verifies what this device signs. */
  public SigningKey signingKey() {
    return signingKey;
  }

  /** Seals to this device. */
  public EncryptionKey encryptionKey() {
    return decryptionKey.encryptionKey();
  }

  /** Opens what is sealed to this device. */
  public DecryptionKey decryptionKey() {
    return decryptionKey;
  }

  /** The signature of an approval that a PIN released, where nothing is to be entered. */
  public byte[] sign(byte[] document) {
    return approve(document, ProofKind.DEVICE_PIN, Optional.empty());
  }

  /** The signature of an approval. */
  public byte[] approve(byte[] document, ProofKind kind, Optional<String> entered) {
    return signed(ApprovalDigest.approval(document, kind, entered));
  }

  /** The signature of an approval of a document of version 1. */
  public byte[] approveFirst(byte[] document) {
    return signed(ApprovalDigest.first(document));
  }

  /** The signature of a refusal. */
  public byte[] decline(byte[] document, DeclineReason reason) {
    return signed(ApprovalDigest.decline(document, reason));
  }

  Device registered(Instant at) {
    return new Device(
        serialNumber,
        new ProofKey.Signing(signingKey),
        encryptionKey(),
        CredentialStatus.registered(at, Optional.empty()));
  }

  private byte[] signed(byte[] digest) {
    try {
      Signature signature = Signature.getInstance(signingKey.algorithm().javaName());
      signature.initSign(privateKey);
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM signs so", e);
    }
  }

  private static KeyPair generate(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.equals(SignatureAlgorithm.EDDSA.javaName())) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM makes such keys", e);
    }
  }

  /** The coordinates are the last bytes of a SubjectPublicKeyInfo (RFC 5480, RFC 8410). */
  private static String coordinate(KeyPair keys, int fromEnd) {
    byte[] encoded = keys.getPublic().getEncoded();
    int start = encoded.length - fromEnd * COORDINATE_BYTES;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(encoded, start, start + COORDINATE_BYTES));
  }
}
