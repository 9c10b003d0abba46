package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;

/** The challenge of a DEVICE operation: its name and what makes its document unique. */
public record Challenge(ChallengeKey key, Nonce nonce) {

  /** Everything shown and bound, recomputed from what is committed. */
  public ChallengeDocument document(Operation operation) {
    return document(operation, nonce);
  }

  static ChallengeDocument document(Operation operation, Nonce nonce) {
    return new ChallengeDocument(
        operation.documentVersion(),
        operation.user().tenant(),
        operation.user().userId(),
        operation.operationId(),
        operation.terms().kind(),
        operation.terms().displayData(),
        operation.text(),
        operation.proofKinds(),
        operation.matchingValue().map(String::length).orElse(0),
        nonce,
        operation.expiresAt());
  }
}
