package dev.assent.schemas.model;

/** What the user is asked for. */
public enum OperationKind {
  /** Show who you are: a login, say. */
  AUTHENTICATION,
  /** Consent to the data shown: a payment, say. */
  SIGNING
}
