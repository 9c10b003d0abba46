package dev.assent.schemas.model;

/** Why a user refuses on the device; the device signs which. */
public enum DeclineReason {
  /** The user does not want this; nothing is said to be wrong. */
  UNWANTED,
  /** What is shown is not what the user asked for. */
  DATA_INCORRECT,
  /** The user did not ask for anything: somebody else did. */
  NOT_ME
}
