package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation at an identity provider or a mobile signature service provider.
 *
 * @param transactionId the id that each call carries, fixed before the first; an NCName (ETSI TS
 *     102 204 AP_TransID)
 * @param connector the provider
 * @param credentialId the user's credential there
 * @param subscription what the provider knows the user by, as it was before the first call: each
 *     call is the same
 * @param nonce makes the document that is signed unlike any other
 * @param attempt tasks so far
 * @param providerReference the provider's own id of the transaction
 * @param verificationCode what the provider shows on the user's phone, for the relying party to
 *     show
 * @param nextStepAt when the processor acts next by itself
 */
public record Transaction(
    String transactionId,
    String connector,
    String credentialId,
    Optional<MobileSubscription> subscription,
    Nonce nonce,
    int attempt,
    Optional<String> providerReference,
    Optional<String> verificationCode,
    Optional<Instant> nextStepAt) {

  /** At a provider that shows no code. */
  public Transaction(
      String transactionId,
      String connector,
      String credentialId,
      Optional<MobileSubscription> subscription,
      Nonce nonce,
      int attempt,
      Optional<String> providerReference,
      Optional<Instant> nextStepAt) {
    this(
        transactionId,
        connector,
        credentialId,
        subscription,
        nonce,
        attempt,
        providerReference,
        Optional.empty(),
        nextStepAt);
  }

  /** At a provider whose connector knows the user by itself. */
  public Transaction(
      String transactionId,
      String connector,
      String credentialId,
      Nonce nonce,
      int attempt,
      Optional<String> providerReference,
      Optional<Instant> nextStepAt) {
    this(
        transactionId,
        connector,
        credentialId,
        Optional.empty(),
        nonce,
        attempt,
        providerReference,
        nextStepAt);
  }

  /** What the provider is to have signed, recomputed from what is committed. */
  public ChallengeDocument document(Operation operation) {
    return Challenge.document(operation, nonce);
  }

  Transaction dispatched(Optional<Instant> next) {
    return new Transaction(
        transactionId,
        connector,
        credentialId,
        subscription,
        nonce,
        attempt + 1,
        providerReference,
        verificationCode,
        next);
  }

  Transaction scheduled(Instant next) {
    return new Transaction(
        transactionId,
        connector,
        credentialId,
        subscription,
        nonce,
        attempt,
        providerReference,
        verificationCode,
        Optional.of(next));
  }

  Transaction accepted(Optional<String> reference, Optional<String> code, Instant next) {
    return new Transaction(
        transactionId,
        connector,
        credentialId,
        subscription,
        nonce,
        attempt,
        reference.or(() -> providerReference),
        code.or(() -> verificationCode),
        Optional.of(next));
  }
}
