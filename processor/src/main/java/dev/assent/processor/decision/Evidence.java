package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.provider.ProviderProof;
import java.util.Optional;
import java.util.OptionalLong;

/** What is kept of a proof that decided. */
public sealed interface Evidence {
  /** What was shown and bound. */
  ChallengeDocument document();

  /** What the proof rests on. */
  ProofKind proofKind();

  /**
   * A device's signature: all that is needed to verify it again.
   *
   * @param entered what the user entered and the device signed
   * @param declined why the user refused; nothing for an approval
   */
  record DeviceSignature(
      ChallengeDocument document,
      DeviceProof proof,
      ProofKind proofKind,
      Optional<String> entered,
      Optional<DeclineReason> declined,
      String serialNumber,
      SigningKey signingKey)
      implements Evidence {}

  /**
   * A device's OCRA response. The secret is shared, so this proves nothing against the operator
   * (security requirement OC-11).
   *
   * @param declined why the user refused; nothing for an approval
   */
  record OcraResponse(
      ChallengeDocument document,
      OcraSuite suite,
      String serialNumber,
      OptionalLong counter,
      OptionalLong timeStep,
      Optional<DeclineReason> declined)
      implements Evidence {
    @Override
    public ProofKind proofKind() {
      return ProofKind.OCRA;
    }
  }

  /** A provider's signature: all that is needed to verify it again. */
  record ProviderSignature(
      ChallengeDocument document, ProviderProof proof, ProofKind proofKind, Transaction transaction)
      implements Evidence {}
}
