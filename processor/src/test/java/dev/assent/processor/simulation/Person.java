package dev.assent.processor.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user with some devices, who is told of what is to be approved: approves, declines, enters wrong
 * numbers, ignores. Strangers' devices try, too.
 */
final class Person {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Scheduler scheduler;
  private final Ingress ingress;
  private final Truth truth;
  private final Bank bank;
  private final UserKey user;
  private final double clumsiness;
  private final Map<String, DeviceKeys> devices = new LinkedHashMap<>();
  private int asked;

  Person(
      Scheduler scheduler,
      SimulatedLog log,
      Ingress ingress,
      Truth truth,
      Bank bank,
      UserKey user,
      List<DeviceKeys> keys) {
    this.scheduler = scheduler;
    this.ingress = ingress;
    this.truth = truth;
    this.bank = bank;
    this.user = user;
    this.clumsiness = scheduler.oneOf(List.of(0.1, 0.2, 0.9));
    for (DeviceKeys key : keys) {
      devices.put(user.userId() + "-" + devices.size(), key);
    }
    log.read(Topic.OPERATIONS, this::see);
  }

  void start() {
    devices.forEach(
        (serialNumber, keys) -> {
          truth.holds(user.userId(), serialNumber, keys);
          ingress.ask(
              user,
              "device:" + serialNumber,
              RegisterDevice.newBuilder()
                  .setSerialNumber(serialNumber)
                  .setSigningKey(JsonWebKeyRecord.write(keys.signingKey()))
                  .setEncryptionKey(JsonWebKeyRecord.write(keys.encryptionKey()))
                  .build(),
              _ -> {});
        });
  }

  private void see(Message message) {
    if (message.value() == null) {
      return;
    }
    OperationSnapshot seen =
        Codecs.decode(Topic.OPERATIONS, message.value(), OperationSnapshot.class);
    boolean mine = seen.getUserId().equals(user.userId());
    if (seen.getState() == OperationState.PENDING && scheduler.chance(0.4)) {
      later(() -> claim(seen.getOperationId(), scheduler.oneOf(List.copyOf(devices.keySet()))));
    }
    if (seen.getState() == OperationState.CHALLENGED) {
      for (String device : devices.keySet()) {
        if (scheduler.chance(mine ? 0.7 : 0.03)) {
          later(() -> retrieve(seen, device));
        }
      }
    }
  }

  private void later(Runnable action) {
    scheduler.after(scheduler.between(10, 4_000), action);
  }

  private String attempt() {
    return user.userId() + "-attempt-" + asked++;
  }

  private void claim(String operationId, String device) {
    ingress.ask(user, attempt(), new ClaimOperation(operationId, device), _ -> {});
  }

  private void retrieve(OperationSnapshot operation, String device) {
    String challengeKey = operation.getChallengeKey();
    RetrieveChallenge body =
        RetrieveChallenge.newBuilder()
            .setChallengeKey(challengeKey)
            .setSerialNumber(device)
            .setKind(
                scheduler.chance(0.3) ? scheduler.oneOf(List.of(OperationKind.values())) : null)
            .build();
    ingress.ask(
        user,
        scheduler.chance(0.6) ? attempt() : null,
        body,
        reply -> {
          if (reply.getBody() instanceof ChallengeReply handedOut) {
            byte[] sealed = bytes(handedOut.getSealedChallenge());
            byte[] document = devices.get(device).open(challengeKey, sealed).orElseThrow();
            later(() -> answer(operation, device, document));
          }
        });
  }

  private void answer(OperationSnapshot operation, String device, byte[] document) {
    if (scheduler.chance(0.12)) {
      return;
    }
    if (scheduler.chance(clumsiness)) {
      submit(operation, device, document, false);
    } else if (scheduler.chance(0.2)) {
      decline(operation, device, document);
    } else {
      submit(operation, device, document, true);
    }
    if (scheduler.chance(0.08)) {
      later(() -> answer(operation, device, document));
    }
  }

  private void decline(OperationSnapshot operation, String device, byte[] document) {
    DeclineReason reason = scheduler.oneOf(List.of(DeclineReason.values()));
    byte[] digest = ApprovalDigest.decline(document, reason);
    truth.refused(digest);
    send(
        operation,
        device,
        document,
        new DeclineOperation(
            operation.getChallengeKey(),
            reason.name(),
            ByteBuffer.wrap(devices.get(device).sign(digest)),
            null,
            scheduler.chance(0.5) ? scheduler.oneOf(List.copyOf(devices.keySet())) : null));
  }

  private void submit(OperationSnapshot operation, String device, byte[] document, boolean meant) {
    ProofKind kind = scheduler.chance(0.5) ? ProofKind.DEVICE_PIN : ProofKind.DEVICE_BIOMETRIC;
    int digits = matchingDigits(document);
    Optional<String> shown = bank.matchingValue(operation.getOperationId());
    Optional<String> entered =
        digits == 0 ? Optional.empty() : Optional.of(shown.orElse("9".repeat(digits)));
    byte[] digest = ApprovalDigest.approval(document, kind, entered);
    if (meant) {
      truth.consented(digest);
    } else if (digits > 0 && scheduler.chance(0.5)) {
      digest = ApprovalDigest.approval(document, kind, Optional.of("0".repeat(digits - 1) + "x"));
    }
    byte[] signature = devices.get(device).sign(digest);
    if (!meant) {
      signature[(int) scheduler.between(0, signature.length - 1)] ^= 1;
    }
    send(
        operation,
        device,
        document,
        new SubmitProof(operation.getChallengeKey(), ByteBuffer.wrap(signature), null, null));
  }

  private void send(OperationSnapshot operation, String device, byte[] document, Object body) {
    ingress.ask(
        user,
        scheduler.chance(0.5) ? attempt() : natural(body),
        body,
        reply -> {
          if (isRejected(reply) && scheduler.chance(0.85)) {
            later(() -> answer(operation, device, document));
          }
        });
  }

  /** What the ingress takes where the caller has no idempotency key of its own. */
  private String natural(Object body) {
    return body instanceof SubmitProof submit
        ? "proof:" + HexFormat.of().formatHex(bytes(submit.getSignature()))
        : attempt();
  }

  private static boolean isRejected(Reply reply) {
    return reply.getBody() instanceof Refusal refusal
        && refusal.getReason().equals(Reason.PROOF_INVALID.name());
  }

  private static int matchingDigits(byte[] document) {
    try {
      return JSON.readTree(document).get("matchingDigits").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
