package dev.assent.processor.decision;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What can be asked of a user's state. */
public sealed interface Command {

  /**
   * Take over an operation and issue its challenge.
   *
   * @param timeToLive until the operation expires; empty: as the tenant's policy says
   * @param receivedAt when the ingress took the request over
   * @param origin the service that took it over
   */
  record CreateOperation(
      String operationId,
      Optional<String> externalUserId,
      OperationKind kind,
      Channel channel,
      Map<String, String> displayData,
      Optional<Duration> timeToLive,
      Instant receivedAt,
      String origin,
      long claimVersion)
      implements Command {
    public CreateOperation {
      displayData = Map.copyOf(displayData);
    }
  }

  /**
   * Hand the challenge to the device that asks.
   *
   * @param abandonedAt when the asker stops waiting, where nobody could fetch the challenge again
   */
  record RetrieveChallenge(
      ChallengeKey challengeKey,
      String serialNumber,
      Instant receivedAt,
      Optional<Instant> abandonedAt)
      implements Command {}

  /** Present a device's signature for a retrieved challenge. */
  record SubmitProof(ChallengeKey challengeKey, DeviceProof proof, Instant receivedAt)
      implements Command {}

  /** Withdraw an open operation on behalf of the relying party. */
  record CancelOperation(Instant receivedAt) implements Command {}

  /** A timer says that the deadline has come; whether it has is decided from the facts. */
  record ExpireOperation() implements Command {}

  /** Bind a device's keys to the user. */
  record RegisterDevice(
      String serialNumber, SigningKey signingKey, EncryptionKey encryptionKey, Instant receivedAt)
      implements Command {}

  /** Stop a device, also for requests in flight. */
  record RevokeDevice(String serialNumber, Instant receivedAt) implements Command {}
}
