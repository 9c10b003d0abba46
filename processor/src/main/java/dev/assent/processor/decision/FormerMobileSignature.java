package dev.assent.processor.decision;

import dev.assent.schemas.model.ProofKind;
import java.util.Set;

/**
 * That a user had a mobile signature, which was deleted: nothing personal is left of it. It stays
 * so that readers who wait for the deletion see it, and counts on where there is another one.
 */
public record FormerMobileSignature(CredentialStatus status) implements Credential {
  @Override
  public String id() {
    return MobileSignature.ID;
  }

  @Override
  public FormerMobileSignature with(CredentialStatus changed) {
    return new FormerMobileSignature(changed);
  }

  @Override
  public Set<ProofKind> proofKinds() {
    return Set.of();
  }
}
