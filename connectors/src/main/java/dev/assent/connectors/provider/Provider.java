package dev.assent.connectors.provider;

/**
 * One configured provider.
 *
 * <p>Calls come on virtual threads, several at once, but never two at once for one user or calling
 * number. A call may block within the time-outs of its settings, and must not wait for the user:
 * that is a timer in the processor.
 */
public interface Provider extends AutoCloseable {
  /**
   * Makes the call and says what came of it. Whatever the provider answers is an outcome; an
   * exception is a defect of ours, and is reported as {@link ProviderOutcome.AnswerLost}, because
   * the call may have been made.
   *
   * @throws InterruptedException where the worker is stopped; reported the same way
   */
  ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException;

  /**
   * Whether a second start with the same transaction id is recognised as the first one, so that it
   * can be made again where nobody knows whether it was made. Where it is not, nobody's phone rings
   * a second time: the start counts as {@link ProviderOutcome.AnswerLost}, and the provider is
   * asked for the status.
   */
  default boolean recognisesRepeats() {
    return false;
  }

  /** Lets go of connections; no call is under way any more. */
  @Override
  default void close() {}
}
