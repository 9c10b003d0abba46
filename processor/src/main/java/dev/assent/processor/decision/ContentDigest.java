package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.ChangeMobileSignature;
import dev.assent.processor.decision.Command.ChangePushAddress;
import dev.assent.processor.decision.Command.ClaimOperation;
import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.DeleteMobileSignature;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.HandOverOperation;
import dev.assent.processor.decision.Command.NotifyDevices;
import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.schemas.device.JsonWebKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    content.add(name(command)).add(operationId.orElse(""));
    switch (command) {
      case CreateOperation create when create.anyChannel() ->
          content.add(create.terms()).add("anyChannel");
      case CreateOperation create -> content.add(create.terms());
      case RetrieveChallenge retrieve ->
          content.add(retrieve.challengeKey().text()).add(retrieve.serialNumber());
      case SubmitProof submit ->
          content.add(submit.challengeKey().text()).add(submit.proof().hexadecimal());
      case DeclineOperation decline -> {
        content
            .add(decline.challengeKey().text())
            .add(decline.reason().name())
            .add(decline.proof().hexadecimal());
        decline.serialNumber().ifPresent(content::add);
      }
      case RegisterDevice register ->
          content
              .add(register.serialNumber())
              .add(register.proofKey())
              .add(register.encryptionKey().jsonWebKey())
              .add(register.validUntil())
              .addWhereThere(register.pushAddress());
      case ChangePushAddress change ->
          content
              .add(change.serialNumber())
              .add(present(change.address().map(EncryptedSecret::hexadecimal)))
              .add(present(change.expected().map(EncryptedSecret::hexadecimal)));
      case RegisterProviderCredential register ->
          content
              .add(register.credentialId())
              .add(register.channel().name())
              .add(register.connector())
              .add(register.certificate().hexadecimal())
              .add(register.validUntil());
      case CreateMobileSignature create ->
          content
              .add(present(create.extId()))
              .add(present(create.policyExtId()))
              .add(create.subscription().msisdn().hexadecimal())
              .add(create.subscription().identificator().hexadecimal())
              .add(create.subscription().msspIdentifier())
              .add(present(create.certificate().map(SignerCertificate::hexadecimal)))
              .add(create.state().name());
      case ChangeMobileSignature change ->
          content
              .add(present(change.expectedVersion().map(version -> version.toString())))
              .add(present(change.policyExtId()))
              .add(present(change.msisdn().map(EncryptedSecret::hexadecimal)))
              .add(present(change.identificator().map(EncryptedSecret::hexadecimal)))
              .add(present(change.msspIdentifier()))
              .add(present(change.certificate().map(SignerCertificate::hexadecimal)))
              .add(present(change.state().map(Enum::name)))
              .add(present(change.modificationComment()));
      case RevokeCredential revoke -> content.add(revoke.credentialId());
      case ClaimOperation claim -> content.add(claim.operationId()).add(claim.serialNumber());
      case CancelOperation _, NotifyDevices _, UnlockUser _, DeleteMobileSignature _ -> {}
      case HandOverOperation _, RecordOutcome _, ExpireOperation _, ContinueOperation _ -> {
        // these come under no idempotency key, so that nothing is ever compared with them
      }
    }
    return content.digest.digest();
  }

  /** The name that the command had when attempts of it were first remembered. */
  private static String name(Command command) {
    return command instanceof RevokeCredential
        ? "RevokeDevice"
        : command.getClass().getSimpleName();
  }

  /** In the order of version 1, so that an attempt that was remembered then is known now. */
  private ContentDigest add(Terms terms) {
    SortedMap<String, String> later = later(terms);
    if (!later.isEmpty()) {
      // tells apart from version 1, whose first part is empty or begins with an equals sign
      add("+" + terms.displayData().size());
    }
    add(present(terms.externalUserId()))
        .add(terms.kind().name())
        .add(terms.channel().name())
        .add(present(terms.timeToLive().map(span -> Long.toString(span.toMillis()))));
    new TreeMap<>(terms.displayData()).forEach((name, value) -> add(name).add(value));
    later.forEach((name, value) -> add(name).add(value));
    return this;
  }

  private static SortedMap<String, String> later(Terms terms) {
    SortedMap<String, String> later = new TreeMap<>();
    terms.externalReference().ifPresent(text -> later.put("externalReference", text));
    terms.template().ifPresent(key -> later.put("template", key.version() + "/" + key.id()));
    terms.language().ifPresent(text -> later.put("language", text));
    terms.scope().ifPresent(text -> later.put("scope", text));
    terms
        .proofKinds()
        .ifPresent(
            kinds ->
                later.put(
                    "proofKinds",
                    kinds.stream().map(Enum::name).sorted().collect(Collectors.joining(","))));
    terms
        .maximumFailedProofs()
        .ifPresent(most -> later.put("maximumFailedProofs", most.toString()));
    terms.matchingValue().ifPresent(text -> later.put("matchingValue", text));
    terms.connector().ifPresent(text -> later.put("connector", text));
    return later;
  }

  private ContentDigest add(ProofKey proofKey) {
    return switch (proofKey) {
      case ProofKey.Signing signing -> add(signing.key().jsonWebKey());
      case ProofKey.Ocra ocra ->
          add(ocra.suite().text())
              .add(ocra.secret().hexadecimal())
              .add(ocra.position().nextCounter().toString());
    };
  }

  private ContentDigest add(Optional<Instant> time) {
    return time.map(at -> add(Long.toString(at.toEpochMilli()))).orElse(this);
  }

  /** An attempt that was remembered before there were addresses has no part for it. */
  private ContentDigest addWhereThere(Optional<EncryptedSecret> address) {
    return address.map(secret -> add("pushAddress").add(secret.hexadecimal())).orElse(this);
  }

  private static String present(Optional<String> text) {
    return text.map(value -> "=" + value).orElse("");
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
