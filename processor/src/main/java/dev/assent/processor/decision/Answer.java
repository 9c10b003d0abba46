package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;

/** What the asker is told. */
public sealed interface Answer {

  /**
   * The command was refused.
   *
   * @param retryAt when asking again can help, where it is time that helps
   */
  record Refused(Reason reason, Optional<Instant> retryAt) implements Answer {}

  /** The command took effect on the operation. */
  record OperationChanged() implements Answer {}

  /** The document, to be sealed to the device's key. */
  record ChallengeHandedOut(
      ChallengeKey challengeKey, ChallengeDocument document, EncryptionKey recipient)
      implements Answer {}

  /** The proof of this device verified. */
  record ProofAccepted(String serialNumber) implements Answer {}

  /** The command took effect on the credential. */
  record CredentialChanged(String credentialId) implements Answer {}

  /** The command took effect on the user. */
  record UserChanged() implements Answer {}

  /** Whoever has the operation is asked to hand it over to this device's user, and will answer. */
  record HandOverRequested(Device device) implements Answer {}

  /** The operation was handed over; its new user's side will answer. */
  record HandedOver() implements Answer {}

  /** Nobody asked: a timer or an outcome came too early, too late or twice. */
  record NothingToDo() implements Answer {}
}
