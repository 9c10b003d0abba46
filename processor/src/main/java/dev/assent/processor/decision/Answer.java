package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Reason;

/** What the asker is told. */
public sealed interface Answer {

  /** The command was refused. */
  record Refused(Reason reason) implements Answer {}

  /** The command took effect on the operation. */
  record OperationChanged() implements Answer {}

  /** The document, to be sealed to the device's key. */
  record ChallengeHandedOut(
      ChallengeKey challengeKey, ChallengeDocument document, EncryptionKey recipient)
      implements Answer {}

  /** The proof of this device verified. */
  record ProofAccepted(String serialNumber) implements Answer {}

  /** The command took effect on the device. */
  record DeviceChanged(String serialNumber) implements Answer {}

  /** Nobody asked: a timer came too early or too late. */
  record NothingToDo() implements Answer {}
}
