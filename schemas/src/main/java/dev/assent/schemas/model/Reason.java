package dev.assent.schemas.model;

/**
 * Why a command was refused, an operation ended or a record was set aside: one closed list, in
 * order of precedence. Where several apply, the first one is given. A dialect maps each to its own
 * status; no message to a caller tells which factor of a proof was wrong.
 */
public enum Reason {
  /** The record's bytes could not be read. */
  MALFORMED_RECORD,
  /** A field of the request is outside its range or form. */
  INVALID_REQUEST,
  /** The tenant is unknown or disabled. */
  TENANT_UNKNOWN,
  /** The tenant's policy does not allow what the request asks to be kept. */
  POLICY_VIOLATED,
  /** The same idempotency key came with other content. */
  IDEMPOTENCY_CONFLICT,
  /** The operation id belongs to another user, or to an operation with other content. */
  OPERATION_EXISTS,
  /** The asker stopped waiting before the command was reached; nothing was done. */
  ABANDONED,
  /** The result could not be delivered to a webhook in the time that is allowed for it. */
  NOT_DELIVERED,
  /** The operation is unknown. */
  OPERATION_UNKNOWN,
  /** The challenge key is unknown, belongs to somebody else, or was already used. */
  CHALLENGE_UNKNOWN,
  /** The operation's deadline has passed. */
  DEADLINE_PASSED,
  /** The operation already has another outcome. */
  OPERATION_CLOSED,
  /** The device that cancels is not the one that retrieved the challenge. */
  CHALLENGE_NOT_HELD,
  /** The user is locked after failed proofs or after saying "it was not me". */
  USER_LOCKED,
  /** The user has no usable credential that the operation accepts. */
  NO_ELIGIBLE_CREDENTIAL,
  /** The user declined or ignored too much of late; asking again must wait. */
  COOLING_DOWN,
  /** The user has as many open operations as the policy allows. */
  TOO_MANY_PENDING,
  /** The tenant asks more than its quota allows. */
  QUOTA_EXCEEDED,
  /** The user's devices were told of the challenge a moment ago. */
  TOO_SOON,
  /** The serial number belongs to a device with other keys, or to a revoked one. */
  DEVICE_EXISTS,
  /** The user has as many devices as one user can have. */
  TOO_MANY_DEVICES,
  /** The device is unknown. */
  DEVICE_UNKNOWN,
  /** The user has a credential of this kind already, and can have one only. */
  CREDENTIAL_EXISTS,
  /** The user has no credential of this kind. */
  CREDENTIAL_UNKNOWN,
  /** The credential was changed since the caller saw it. */
  VERSION_CONFLICT,
  /** The proof does not verify, or its credential is not usable any more. */
  PROOF_INVALID,
  /** A proof failed and was the last one allowed. */
  TOO_MANY_FAILED_PROOFS,
  /** The provider does not know the user, or has nothing that could sign for the user. */
  NOT_ENROLLED_AT_PROVIDER,
  /** The user's card, PIN or account at the provider is blocked or cannot be used. */
  BLOCKED_AT_PROVIDER,
  /** The user's phone was at another transaction of the provider; asking again must wait. */
  BUSY_AT_PROVIDER,
  /** The provider could not reach the user's phone. */
  UNREACHABLE_AT_PROVIDER,
  /** The user did not answer in the time that the provider gives. */
  EXPIRED_AT_PROVIDER,
  /** The provider did not carry the transaction out, for another reason. */
  PROVIDER_REFUSED,
  /** The user refused because nothing was asked for: somebody else did. */
  DISOWNED_BY_USER,
  /** The user refused because the data shown are not the user's. */
  DATA_INCORRECT,
  /** The user refused. */
  DECLINED_BY_USER,
  /** A newer operation of the same scope took its place. */
  SUPERSEDED,
  /** The relying party withdrew the operation. */
  CANCELLED_BY_RELYING_PARTY,
  /** The proof verified. */
  PROOF_VERIFIED
}
