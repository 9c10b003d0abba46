package dev.assent.processor.proof;

import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ProofVerifier;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies with {@link ProofVerifier}. The relying party learns of a refusal no more than {@code
 * PROOF_INVALID}; which flaw it was is for the operator.
 */
public final class VerifiedProofs implements Facts.ProviderProofs {
  private static final Logger LOGGER = LoggerFactory.getLogger(VerifiedProofs.class);

  @Override
  public ProofVerdict verify(
      ChallengeDocument document,
      ProviderProof proof,
      Optional<SignerCertificate> registered,
      Optional<String> identificator,
      ProviderTrust trust,
      Instant at) {
    ProofVerdict verdict =
        ProofVerifier.verify(
            document.canonical(),
            proof,
            registered.map(SignerCertificate::bytes),
            identificator,
            trust,
            at);
    if (verdict instanceof ProofVerdict.Refused(var flaw)) {
      LOGGER
          .atWarn()
          .addKeyValue("tenant", document.tenant())
          .addKeyValue("operation", document.operationId())
          .addKeyValue("flaw", flaw)
          .log("A provider's signature is not believed");
    }
    return verdict;
  }
}
