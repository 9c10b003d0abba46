package dev.assent.processor.decision;

import dev.assent.schemas.model.ProofKind;
import java.util.Set;

/** What a user's proofs are verified against. */
public sealed interface Credential permits Device, Signer, FormerMobileSignature {
  /** Names it within the user. */
  String id();

  /** Where it stands. */
  CredentialStatus status();

  /** The same with another status. */
  Credential with(CredentialStatus status);

  /** The kinds of proof that it can give. */
  Set<ProofKind> proofKinds();
}
