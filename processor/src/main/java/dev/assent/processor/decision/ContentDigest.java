package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeDevice;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.schemas.device.JsonWebKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The digest by which a repeated attempt is told from another one under the same idempotency key.
 * It covers what was asked, and neither when nor through which door; every part goes in with its
 * length, so that no two contents share an encoding.
 */
public final class ContentDigest {
  private final MessageDigest digest;

  private ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * SHA-256 over the command's content.
   *
   * @param operationId the operation that the command is about, where it names one
   */
  public static byte[] of(Command command, Optional<String> operationId) {
    ContentDigest content = new ContentDigest();
    content.add(command.getClass().getSimpleName()).add(operationId.orElse(""));
    switch (command) {
      case CreateOperation create -> {
        content
            .add(create.externalUserId().map(id -> "=" + id).orElse(""))
            .add(create.kind().name())
            .add(create.channel().name())
            .add(create.timeToLive().map(span -> "=" + span.toMillis()).orElse(""));
        new TreeMap<>(create.displayData()).forEach((name, value) -> content.add(name).add(value));
      }
      case RetrieveChallenge retrieve ->
          content.add(retrieve.challengeKey().text()).add(retrieve.serialNumber());
      case SubmitProof submit ->
          content.add(submit.challengeKey().text()).add(submit.proof().hexadecimal());
      case RegisterDevice register ->
          content
              .add(register.serialNumber())
              .add(register.signingKey().jsonWebKey())
              .add(register.encryptionKey().jsonWebKey());
      case RevokeDevice revoke -> content.add(revoke.serialNumber());
      case CancelOperation _, ExpireOperation _ -> {}
    }
    return content.digest.digest();
  }

  private ContentDigest add(JsonWebKey key) {
    return switch (key) {
      case JsonWebKey.EllipticCurve curve ->
          add("EC").add(curve.curve()).add(curve.x()).add(curve.y());
      case JsonWebKey.OctetKeyPair pair -> add("OKP").add(pair.curve()).add(pair.x()).add("");
      case JsonWebKey.Rsa rsa ->
          add("RSA").add(rsa.modulus()).add(rsa.exponent()).add(rsa.algorithm());
    };
  }

  private ContentDigest add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
    return this;
  }
}
