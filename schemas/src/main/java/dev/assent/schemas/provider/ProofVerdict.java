package dev.assent.schemas.provider;

/** What came of verifying a provider's signature. */
public sealed interface ProofVerdict {

  /**
   * It is the user's, over exactly what was given to sign.
   *
   * @param certificate the signer's: DER, two lower-case hexadecimal digits a byte
   */
  record Verified(String certificate) implements ProofVerdict {}

  /** It proves nothing. */
  record Refused(ProofFlaw flaw) implements ProofVerdict {}
}
