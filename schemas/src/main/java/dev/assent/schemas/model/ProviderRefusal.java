package dev.assent.schemas.model;

import java.util.Arrays;

/**
 * Why a provider does not carry a transaction out, in words that are the same for all of them
 * (vendor-apis.md section 12), and how the operation ends. A connector says which of these a code
 * means; {@code docs/decisions/0026-what-a-provider-says-ends-an-operation-in-our-words.md} has the
 * reasons.
 */
public enum ProviderRefusal {
  /** The user did not answer in the time that the provider gives: like our own deadline. */
  EXPIRED(ResultOutcome.EXPIRED, Reason.EXPIRED_AT_PROVIDER),
  /** The provider could not reach the user's phone. */
  UNREACHABLE(ResultOutcome.FAILED, Reason.UNREACHABLE_AT_PROVIDER),
  /** The provider has nobody by that name, or nothing that could sign for the user. */
  NOT_ENROLLED(ResultOutcome.FAILED, Reason.NOT_ENROLLED_AT_PROVIDER),
  /** The user's card, PIN or account there is blocked or cannot be used. */
  BLOCKED(ResultOutcome.FAILED, Reason.BLOCKED_AT_PROVIDER),
  /** The user's phone is at another transaction. */
  BUSY(ResultOutcome.FAILED, Reason.BUSY_AT_PROVIDER),
  /** The signature or its certificate is not good, or not there. */
  INVALID_PROOF(ResultOutcome.FAILED, Reason.PROVIDER_REFUSED),
  /** What we asked, or how we are set up there, is wrong. */
  CONFIG_ERROR(ResultOutcome.FAILED, Reason.PROVIDER_REFUSED),
  /** The provider failed. */
  TRANSIENT(ResultOutcome.FAILED, Reason.PROVIDER_REFUSED),
  /** None of these, or a code that nobody knows. */
  OTHER(ResultOutcome.FAILED, Reason.PROVIDER_REFUSED);

  private final ResultOutcome outcome;
  private final Reason reason;

  ProviderRefusal(ResultOutcome outcome, Reason reason) {
    this.outcome = outcome;
    this.reason = reason;
  }

  /** How the operation ends: never with an approval. */
  public ResultOutcome outcome() {
    return outcome;
  }

  /** Why, for the relying party: one of its own where that one does something else about it. */
  public Reason reason() {
    return reason;
  }

  /**
   * The refusal of this name.
   *
   * @param nameOrNull as a connector reports it, perhaps one that is newer or older than we are
   * @return {@link #OTHER} where there is none of this name
   */
  public static ProviderRefusal named(String nameOrNull) {
    return Arrays.stream(values())
        .filter(refusal -> refusal.name().equals(nameOrNull))
        .findFirst()
        .orElse(OTHER);
  }
}
