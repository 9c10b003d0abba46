package dev.assent.processor.decision;

import dev.assent.schemas.model.Reason;
import java.time.Instant;

/** What happened to a user; the state is nothing but the sum of these. */
public sealed interface Event {

  /** An operation was taken over. */
  record OperationCreated(Operation operation) implements Event {}

  /** A challenge was issued for the operation. */
  record ChallengeIssued(Challenge challenge) implements Event {}

  /** The challenge was handed to a device, once and for all. */
  record ChallengeRetrieved(String serialNumber) implements Event {}

  /** A proof did not verify. */
  record ProofRejected() implements Event {}

  /** The operation got its outcome. */
  sealed interface OperationClosed extends Event {
    Instant decidedAt();
  }

  /** A proof verified. */
  record OperationApproved(Evidence evidence, Instant decidedAt) implements OperationClosed {}

  /** The operation cannot be approved any more. */
  record OperationFailed(Reason reason, Instant decidedAt) implements OperationClosed {}

  /** The relying party withdrew it. */
  record OperationCancelled(Instant decidedAt) implements OperationClosed {}

  /** The deadline came first. */
  record OperationExpired(Instant decidedAt) implements OperationClosed {}

  /** A device was bound to the user. */
  record DeviceRegistered(Device device) implements Event {}

  /** A device was stopped. */
  record DeviceRevoked(String serialNumber, Instant revokedAt) implements Event {}
}
