package dev.assent.schemas.provider;

/**
 * Why a provider's signature is not believed: a word for the operator's log. Whoever asked learns
 * no more than {@code PROOF_INVALID}.
 */
public enum ProofFlaw {
  /** The credential is not there, or cannot be used any more. */
  CREDENTIAL_UNUSABLE,
  /** The connector named a format that is not known. */
  FORMAT_UNKNOWN,
  /** The bytes are not what the format says, or follow rules that are not needed. */
  MALFORMED,
  /** The key or an algorithm is weaker than is allowed. */
  ALGORITHM_REFUSED,
  /** What was signed is not what was given to sign. */
  CONTENT_DIFFERS,
  /** The signature does not verify by the certificate. */
  SIGNATURE_WRONG,
  /** The certificate, or one above it, was not valid at the time. */
  NOT_VALID_THEN,
  /** The certificate is not made to sign, or not for a person. */
  KEY_USAGE,
  /** The time of signing that was signed is far from the time of the answer. */
  SIGNING_TIME,
  /** Neither is the certificate the registered one, nor does it chain to a trust anchor. */
  NOT_TRUSTED,
  /**
   * The certificate is trusted, and of another subject than the first one seen: the mobile
   * signature was activated anew, perhaps by somebody else.
   */
  SUBJECT_CHANGED,
  /** The certificate is trusted, and of another subject than the one that the credential names. */
  SUBJECT_DIFFERS,
  /** The certificate, or one above it, was revoked. */
  REVOKED,
  /** It must be known that the certificate was not revoked, and is not. */
  REVOCATION_UNKNOWN
}
