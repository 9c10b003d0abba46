package dev.assent.processor.decision;

import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.util.Optional;

/** What a device's proof says about a document. */
sealed interface Statement {
  ChallengeDocument document();

  /** Why the user refuses; nothing for an approval. */
  Optional<DeclineReason> declined();

  /** What the user must have entered. */
  Optional<String> entered();

  /** The 32 bytes that a proof of that kind is over. */
  byte[] digest(ProofKind kind);

  /**
   * The user consents.
   *
   * @param entered what the relying party shows, from our own record
   */
  record Approval(ChallengeDocument document, Optional<String> entered) implements Statement {
    @Override
    public Optional<DeclineReason> declined() {
      return Optional.empty();
    }

    @Override
    public byte[] digest(ProofKind kind) {
      return document.version() == ChallengeDocument.FIRST
          ? ApprovalDigest.first(document.canonical())
          : ApprovalDigest.approval(document.canonical(), kind, entered);
    }
  }

  /** The user refuses. */
  record Refusal(ChallengeDocument document, DeclineReason reason) implements Statement {
    @Override
    public Optional<DeclineReason> declined() {
      return Optional.of(reason);
    }

    @Override
    public Optional<String> entered() {
      return Optional.empty();
    }

    /** A refusal needs no second element, so it does not say what released the key. */
    @Override
    public byte[] digest(ProofKind kind) {
      return ApprovalDigest.decline(document.canonical(), reason);
    }
  }
}
