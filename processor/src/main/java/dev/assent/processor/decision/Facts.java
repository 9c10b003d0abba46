package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that a decision may know besides state and command.
 *
 * @param now the processor's clock; only timers and abandoned requests are measured with it
 * @param policy the tenant's policy
 * @param quotaLeft whether the tenant may have one more open operation
 * @param fresh new random material of the user, from a CSPRNG; asked at most once
 * @param secrets opens what the ingress encrypted
 * @param proofs verifies what providers signed
 */
public record Facts(
    Instant now,
    Policy policy,
    boolean quotaLeft,
    Supplier<Fresh> fresh,
    Secrets secrets,
    ProviderProofs proofs) {

  /**
   * Random material of one decision.
   *
   * @param challengeKey a new challenge key of the user
   * @param matchingDigits eight random digits
   * @param jitter spreads retries: 0 to below 1
   */
  public record Fresh(
      ChallengeKey challengeKey, Nonce nonce, String matchingDigits, double jitter) {}

  /** Opens what the ingress encrypted: the same bytes always give the same answer. */
  @FunctionalInterface
  public interface Secrets {
    /**
     * The secret of a user's device.
     *
     * @return nothing where it cannot be opened: then no proof verifies
     */
    Optional<OcraSecret> open(
        UserKey user, String serialNumber, OcraSuite suite, EncryptedSecret secret);

    /**
     * The provider's name for a user.
     *
     * @return nothing where it cannot be opened: then nobody is known to be that user
     */
    default Optional<String> openIdentificator(UserKey user, EncryptedSecret identificator) {
      return Optional.empty();
    }
  }

  /** Verifies what providers signed: the same bytes always give the same verdict. */
  @FunctionalInterface
  public interface ProviderProofs {
    /**
     * The verdict; never an exception.
     *
     * @param document what was to be signed
     * @param registered the certificate that is bound to the user; nothing where none is yet
     * @param identificator whom the credential names, where no certificate is bound
     * @param trust whom the tenant believes
     * @param at when the answer came
     */
    ProofVerdict verify(
        ChallengeDocument document,
        ProviderProof proof,
        Optional<SignerCertificate> registered,
        Optional<String> identificator,
        ProviderTrust trust,
        Instant at);
  }
}
