package dev.assent.processor.topology;

import dev.assent.processor.decision.Facts;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.schemas.avro.OcraRegistration;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.sealing.DecryptionKey;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An OCRA token as a person holds it, registered as the ingress does it: its secret is encrypted in
 * the vault that the topology under test opens.
 */
final class Token {
  static final OcraSuite SUITE = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QH64");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final OcraVault VAULT = vault();

  /** What the topology opens secrets with. */
  static final Facts.Secrets SECRETS =
      (user, serialNumber, suite, secret) -> VAULT.open(user, serialNumber, suite, secret.bytes());

  private final byte[] secret = new byte[32];
  private final DecryptionKey decryptionKey = DecryptionKey.generate(KeyEncapsulation.X25519);
  private final String serialNumber;

  Token(String serialNumber) {
    this.serialNumber = serialNumber;
    RANDOM.nextBytes(secret);
  }

  String serialNumber() {
    return serialNumber;
  }

  byte[] secret() {
    return secret.clone();
  }

  DecryptionKey decryptionKey() {
    return decryptionKey;
  }

  RegisterDevice registration(UserKey user) {
    byte[] encrypted = VAULT.encrypt(user, serialNumber, SUITE, secret, Optional.empty());
    return RegisterDevice.newBuilder()
        .setSerialNumber(serialNumber)
        .setEncryptionKey(DeviceCodec.toAvro(decryptionKey.encryptionKey().jsonWebKey()))
        .setOcra(new OcraRegistration(SUITE.text(), ByteBuffer.wrap(encrypted), 0L))
        .build();
  }

  /** The response that approves, as ASCII digits. */
  byte[] approve(byte[] document, long counter) {
    return respond(ApprovalDigest.approval(document, ProofKind.OCRA, Optional.empty()), counter);
  }

  /** The response that refuses, as ASCII digits. */
  byte[] decline(byte[] document, DeclineReason reason, long counter) {
    return respond(ApprovalDigest.decline(document, reason), counter);
  }

  private byte[] respond(byte[] digest, long counter) {
    OcraInput input =
        new OcraInput(
            OptionalLong.of(counter),
            OcraQuestion.derive(SUITE, digest),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());
    try (OcraKey key = OcraKey.of(SUITE.hash(), secret)) {
      return Ocra.response(SUITE, key, input).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static OcraVault vault() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    try {
      Path file = Files.createTempFile("vault", ".keys");
      Files.writeString(file, "test:" + Base64.getEncoder().encodeToString(key));
      try {
        return new OcraVault(SecretVault.open(file, RANDOM));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
