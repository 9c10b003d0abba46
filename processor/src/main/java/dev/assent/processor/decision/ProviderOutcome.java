package dev.assent.processor.decision;

import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Duration;
import java.util.Optional;

/** What came of a task at a provider, as its connector understood it. */
public sealed interface ProviderOutcome {

  /**
   * The provider took the transaction over and asks the user.
   *
   * @param pollAfter when its status can be asked for, as the provider says
   * @param verificationCode what the provider shows on the user's phone
   */
  record Accepted(
      Optional<String> providerReference,
      Optional<Duration> pollAfter,
      Optional<String> verificationCode)
      implements ProviderOutcome {}

  /** The user has not answered yet. */
  record StillPending(Optional<Duration> pollAfter) implements ProviderOutcome {}

  /** The provider says that the user consented; believed once the signature verifies. */
  record Signed(ProviderProof proof) implements ProviderOutcome {}

  /** The user refused. */
  record Declined() implements ProviderOutcome {}

  /**
   * The provider will not carry the transaction out.
   *
   * @param code its own word for it
   */
  record Refused(ProviderRefusal refusal, String code) implements ProviderOutcome {}

  /** The call certainly did not reach the provider. */
  record Unreachable() implements ProviderOutcome {}

  /** The call may have reached the provider; its answer is lost. */
  record AnswerLost() implements ProviderOutcome {}

  /** The provider knows nothing of the transaction. */
  record Unaware() implements ProviderOutcome {}
}
