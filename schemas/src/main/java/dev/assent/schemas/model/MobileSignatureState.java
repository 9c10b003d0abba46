package dev.assent.schemas.model;

/**
 * Where a phone at a mobile signature service provider stands, as its administrator or its failures
 * have it. Operations are created and approved with an active one only.
 */
public enum MobileSignatureState {
  /** Not in use yet. */
  INITIAL,
  /** In use. */
  ACTIVE,
  /** Locked for a while. */
  TMP_LOCKED,
  /** Locked after as many failures as the policy allows. */
  FAIL_LOCKED,
  /** To be set up anew by its user. */
  RESET_CODE,
  /** Changed by an administrator and to be confirmed. */
  ADMIN_CHANGED,
  /** Out of use. */
  DISABLED,
  /** Kept for the record alone. */
  ARCHIVED
}
