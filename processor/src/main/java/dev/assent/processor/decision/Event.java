package dev.assent.processor.decision;

import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to a user; the state is nothing but the sum of these. */
public sealed interface Event {

  /** An operation was taken over. */
  record OperationCreated(Operation operation) implements Event {}

  /** A challenge was issued for the operation. */
  record ChallengeIssued(Challenge challenge) implements Event {}

  /** These devices are told that the challenge waits. */
  record DevicesNotified(List<String> serialNumbers, Instant at) implements Event {
    public DevicesNotified {
      serialNumbers = List.copyOf(serialNumbers);
    }
  }

  /** The challenge was handed to a device, once and for all. */
  record ChallengeRetrieved(String serialNumber) implements Event {}

  /** A proof by the device that holds the challenge did not verify. */
  record ProofRejected(String serialNumber) implements Event {}

  /**
   * The operation was sent to its provider.
   *
   * @param transaction as it is before the first call
   */
  record TransactionStarted(Transaction transaction) implements Event {}

  /**
   * The operation waits for its provider until the user's phone is free.
   *
   * @param transaction as it is before the first call, with the time of the next look
   */
  record TransactionQueued(Transaction transaction) implements Event {}

  /**
   * The start was sent after it had waited, or again after the call had certainly not reached the
   * provider.
   */
  record TransactionRestarted() implements Event {}

  /** The provider is asked how the transaction stands. */
  record StatusRequested(Instant nextStepAt) implements Event {}

  /**
   * The provider has the transaction and asks the user.
   *
   * @param verificationCode what the provider shows on the user's phone
   */
  record ProviderAccepted(
      Optional<String> providerReference, Optional<String> verificationCode, Instant nextStepAt)
      implements Event {}

  /** Whether the provider has the transaction is not known. */
  record ProviderAnswerLost(Instant nextStepAt) implements Event {}

  /** The next step at the provider was put off. */
  record NextStepScheduled(Instant nextStepAt) implements Event {}

  /** The operation without a user was given to the user who claimed it, and is no longer here. */
  record OperationHandedOver(String userId) implements Event {}

  /** The operation got its outcome. */
  sealed interface OperationClosed extends Event {
    Instant decidedAt();
  }

  /** A proof verified. */
  record OperationApproved(Evidence evidence, Instant decidedAt) implements OperationClosed {}

  /**
   * The user refused.
   *
   * @param evidence nothing where the provider says so
   */
  record OperationDeclined(Reason reason, Optional<Evidence> evidence, Instant decidedAt)
      implements OperationClosed {}

  /** The user said that somebody else asked for this. */
  record OperationDisowned(Evidence evidence, Instant decidedAt) implements OperationClosed {}

  /** The operation cannot be approved any more. */
  record OperationFailed(Reason reason, Instant decidedAt) implements OperationClosed {}

  /**
   * The provider does not carry the operation out.
   *
   * @param code its own word for it
   */
  record ProviderRefused(ProviderRefusal refusal, String code, Instant decidedAt)
      implements OperationClosed {}

  /** The relying party withdrew it. */
  record OperationCancelled(Instant decidedAt) implements OperationClosed {}

  /** The deadline came first. */
  record OperationExpired(Instant decidedAt) implements OperationClosed {}

  /** Another operation, of the same scope, was superseded by the one that the command is about. */
  record OperationSuperseded(String operationId, Instant decidedAt) implements Event {}

  /** No operation of the user is created and no proof by a device accepted until then. */
  record UserLocked(Instant until) implements Event {}

  /** No operation of the user is created until then. */
  record CoolDownStarted(Instant until) implements Event {}

  /** The tenant lifted lock and cool-down. */
  record UserUnlocked() implements Event {}

  /** A credential was bound to the user. */
  record CredentialRegistered(Credential credential) implements Event {}

  /** The mobile signature is now this: it was changed, or used for an operation. */
  record MobileSignatureChanged(MobileSignature signature) implements Event {}

  /** A credential was stopped. */
  record CredentialRevoked(String credentialId, Instant revokedAt) implements Event {}

  /** The device is told of challenges there from now on, or nowhere. */
  record PushAddressChanged(String serialNumber, Optional<EncryptedSecret> address)
      implements Event {}

  /** The counters of a device's key moved on. */
  record ProofKeyAdvanced(String serialNumber, ProofKey proofKey) implements Event {}
}
