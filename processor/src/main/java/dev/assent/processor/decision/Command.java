package dev.assent.processor.decision;

import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What can be asked of a user's state. */
public sealed interface Command {

  /**
   * Take over an operation and begin to ask the user.
   *
   * @param receivedAt when the ingress took the request over
   * @param origin the service that took it over
   * @param handedOver whether it was created without a user and has now found one: what could
   *     refuse it was asked when it was claimed
   * @param text what it was rendered to when it was created without a user
   * @param anyChannel whether the terms' channel says nothing: it is the first of the tenant's
   *     order that the user has an eligible credential for
   */
  record CreateOperation(
      String operationId,
      Terms terms,
      Instant receivedAt,
      String origin,
      long claimVersion,
      boolean handedOver,
      Optional<DisplayText> text,
      boolean anyChannel)
      implements Command {

    /** A creation over the channel that its terms name. */
    public CreateOperation(
        String operationId,
        Terms terms,
        Instant receivedAt,
        String origin,
        long claimVersion,
        boolean handedOver,
        Optional<DisplayText> text) {
      this(operationId, terms, receivedAt, origin, claimVersion, handedOver, text, false);
    }

    /** A creation that nothing is rendered for yet. */
    public CreateOperation(
        String operationId,
        Terms terms,
        Instant receivedAt,
        String origin,
        long claimVersion,
        boolean handedOver) {
      this(operationId, terms, receivedAt, origin, claimVersion, handedOver, Optional.empty());
    }
  }

  /**
   * Hand the challenge to the device that asks.
   *
   * @param abandonedAt when the asker stops waiting, where nobody could fetch the challenge again
   * @param maximumAge after its creation, at which the operation counts as expired to this asker
   */
  record RetrieveChallenge(
      ChallengeKey challengeKey,
      String serialNumber,
      Instant receivedAt,
      Optional<Instant> abandonedAt,
      Optional<Duration> maximumAge)
      implements Command {}

  /**
   * Present a device's proof for a retrieved challenge.
   *
   * @param maximumAge as for {@link RetrieveChallenge}
   */
  record SubmitProof(
      ChallengeKey challengeKey,
      DeviceProof proof,
      Instant receivedAt,
      Optional<Duration> maximumAge)
      implements Command {}

  /**
   * Refuse on the device.
   *
   * @param serialNumber the device that says it retrieved the challenge, where it says so
   */
  record DeclineOperation(
      ChallengeKey challengeKey,
      DeclineReason reason,
      DeviceProof proof,
      Optional<String> serialNumber,
      Instant receivedAt)
      implements Command {}

  /** Tell the user's devices once more that the challenge waits. */
  record NotifyDevices(Instant receivedAt) implements Command {}

  /** Withdraw an open operation on behalf of the relying party. */
  record CancelOperation(Instant receivedAt) implements Command {}

  /** A timer says that the deadline has come; whether it has is decided from the facts. */
  record ExpireOperation() implements Command {}

  /** A device asks for an operation that was created without a user. */
  record ClaimOperation(String operationId, String serialNumber, Instant receivedAt)
      implements Command {}

  /**
   * Give an operation without a user to the user who claimed it.
   *
   * @param offered the kinds of proof that the claiming device can give
   * @param servesSigning whether that device can sign
   */
  record HandOverOperation(
      String userId, Set<ProofKind> offered, boolean servesSigning, Instant receivedAt)
      implements Command {
    public HandOverOperation {
      offered = Set.copyOf(offered);
    }
  }

  /**
   * What came of a task at a provider.
   *
   * @param attempt number of the task within the operation
   */
  record RecordOutcome(
      String transactionId, int attempt, ProviderOutcome outcome, Instant receivedAt)
      implements Command {}

  /** A timer says that the next step at the provider is due. */
  record ContinueOperation() implements Command {}

  /** Bind a device's keys to the user. */
  record RegisterDevice(
      String serialNumber,
      ProofKey proofKey,
      EncryptionKey encryptionKey,
      Optional<EncryptedSecret> pushAddress,
      Optional<Instant> validUntil,
      Instant receivedAt)
      implements Command {

    /** A registration without a push address. */
    public RegisterDevice(
        String serialNumber,
        ProofKey proofKey,
        EncryptionKey encryptionKey,
        Optional<Instant> validUntil,
        Instant receivedAt) {
      this(serialNumber, proofKey, encryptionKey, Optional.empty(), validUntil, receivedAt);
    }
  }

  /**
   * Change where a device is told of challenges.
   *
   * @param address nothing: it is told nothing any more
   * @param expected the address that it must have now for anything to change, where it matters
   */
  record ChangePushAddress(
      String serialNumber,
      Optional<EncryptedSecret> address,
      Optional<EncryptedSecret> expected,
      Instant receivedAt)
      implements Command {}

  /** Bind a credential at a provider to the user. */
  record RegisterProviderCredential(
      String credentialId,
      Channel channel,
      String connector,
      SignerCertificate certificate,
      Optional<Instant> validUntil,
      Instant receivedAt)
      implements Command {}

  /** Bind a phone at a mobile signature service provider to the user. */
  record CreateMobileSignature(
      Optional<String> extId,
      Optional<String> policyExtId,
      MobileSubscription subscription,
      Optional<SignerCertificate> certificate,
      MobileSignatureState state,
      Instant receivedAt)
      implements Command {}

  /**
   * Change the user's mobile signature; what is absent stays as it is, but for the comment.
   *
   * @param expectedVersion the version that the caller has seen; absent: whatever it is
   */
  record ChangeMobileSignature(
      Optional<Integer> expectedVersion,
      Optional<String> policyExtId,
      Optional<EncryptedSecret> msisdn,
      Optional<EncryptedSecret> identificator,
      Optional<String> msspIdentifier,
      Optional<SignerCertificate> certificate,
      Optional<MobileSignatureState> state,
      Optional<String> modificationComment,
      Instant receivedAt)
      implements Command {}

  /** Take the mobile signature from the user, also for requests in flight. */
  record DeleteMobileSignature(Instant receivedAt) implements Command {}

  /** Stop a credential, also for requests in flight. */
  record RevokeCredential(String credentialId, Instant receivedAt) implements Command {}

  /** Lift the user's lock and cool-down on behalf of the tenant. */
  record UnlockUser(Instant receivedAt) implements Command {}
}
