package dev.assent.schemas.provider.verification;

import dev.assent.schemas.provider.ProofFlaw;

/** Ends a verification at the first flaw; never leaves this package. */
final class RefusedProofException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProofFlaw flaw;

  RefusedProofException(ProofFlaw flaw) {
    super(flaw.name(), null, false, false);
    this.flaw = flaw;
  }

  ProofFlaw flaw() {
    return flaw;
  }
}
