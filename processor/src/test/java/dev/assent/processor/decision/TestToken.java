package dev.assent.processor.decision;

import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraHash;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraPinHash;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.sealing.DecryptionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** An OCRA token as a person holds it (RFC 6287). Its secret lies open in what stands for it. */
public final class TestToken {
  private final String serialNumber;
  private final OcraSuite suite;
  private final byte[] secret;
  private final Optional<byte[]> pinHash;
  private final DecryptionKey decryptionKey = DecryptionKey.generate(KeyEncapsulation.X25519);

  private TestToken(String serialNumber, OcraSuite suite, byte[] secret, Optional<byte[]> pinHash) {
    this.serialNumber = serialNumber;
    this.suite = suite;
    this.secret = secret;
    this.pinHash = pinHash;
  }

  /** A token with a secret of its own; a PIN, where the suite takes one, has a hash of zeros. */
  public static TestToken of(String serialNumber, String suite) {
    OcraSuite parsed = OcraSuite.parse(suite);
    byte[] secret = new byte[parsed.hash().bytes()];
    Arrays.fill(secret, (byte) (1 + serialNumber.hashCode()));
    return new TestToken(
        serialNumber, parsed, secret, parsed.pinHash().map(hash -> new byte[hash.bytes()]));
  }

  /** The same token in the hands of somebody who does not know the PIN. */
  TestToken withWrongPin() {
    byte[] other = pinHash.orElseThrow().clone();
    other[0] ^= 1;
    return new TestToken(serialNumber, suite, secret, Optional.of(other));
  }

  /** The serial number. */
  public String serialNumber() {
    return serialNumber;
  }

  /** The suite. */
  public OcraSuite suite() {
    return suite;
  }

  /** The secret. */
  public byte[] secret() {
    return secret.clone();
  }

  /** The PIN's hash, where the suite takes one. */
  public Optional<byte[]> pinHash() {
    return pinHash.map(byte[]::clone);
  }

  /** Seals to this device. */
  public EncryptionKey encryptionKey() {
    return decryptionKey.encryptionKey();
  }

  /** The response that approves. */
  public byte[] approve(
      ChallengeDocument document, Optional<String> entered, long counter, Instant at) {
    byte[] digest = ApprovalDigest.approval(document.canonical(), ProofKind.OCRA, entered);
    return respond(digest, document, counter, at);
  }

  /** The response that refuses. */
  public byte[] decline(
      ChallengeDocument document, DeclineReason reason, long counter, Instant at) {
    return respond(ApprovalDigest.decline(document.canonical(), reason), document, counter, at);
  }

  /** The response to a digest, as ASCII digits. */
  byte[] respond(byte[] digest, ChallengeDocument document, long counter, Instant at) {
    OcraInput input =
        new OcraInput(
            suite.usesCounter() ? OptionalLong.of(counter) : OptionalLong.empty(),
            OcraQuestion.derive(suite, digest),
            pinHash.map(hash -> OcraPinHash.of(suite.pinHash().orElseThrow(), hash)),
            suite.sessionLength().isPresent()
                ? Optional.of(session(document, suite.sessionLength().getAsInt()))
                : Optional.empty(),
            suite.timeStep().isPresent()
                ? OptionalLong.of(timeStep(at, suite.timeStep().orElseThrow()))
                : OptionalLong.empty());
    try (OcraKey key = OcraKey.of(suite.hash(), secret)) {
      return Ocra.response(suite, key, input).getBytes(StandardCharsets.US_ASCII);
    }
  }

  Device registered(Instant at) {
    return new Device(
        serialNumber,
        proofKey(),
        encryptionKey(),
        CredentialStatus.registered(at, Optional.empty()));
  }

  ProofKey.Ocra proofKey() {
    return ProofKey.Ocra.registered(suite, EncryptedSecret.of(stored()), 0);
  }

  /** Opens what {@link #proofKey} holds. */
  static Optional<OcraSecret> open(OcraSuite suite, EncryptedSecret stored) {
    byte[] bytes = stored.bytes();
    int length = suite.hash().bytes();
    Optional<OcraHash> pin = suite.pinHash();
    return Optional.of(
        new OcraSecret(
            OcraKey.of(suite.hash(), Arrays.copyOf(bytes, length)),
            pin.map(
                hash -> OcraPinHash.of(hash, Arrays.copyOfRange(bytes, length, bytes.length)))));
  }

  private byte[] stored() {
    byte[] hash = pinHash.orElseGet(() -> new byte[0]);
    byte[] stored = Arrays.copyOf(secret, secret.length + hash.length);
    System.arraycopy(hash, 0, stored, secret.length, hash.length);
    return stored;
  }

  private static long timeStep(Instant at, Duration step) {
    return at.getEpochSecond() / step.toSeconds();
  }

  private static String session(ChallengeDocument document, int length) {
    String digest = document.thumbprint();
    return digest.substring(0, Math.min(length, digest.length()));
  }
}
