package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Instant;
import java.util.Optional;

/** A credential at a provider, which signs for the user. */
public sealed interface Signer extends Credential permits ProviderCredential, MobileSignature {
  /** {@link Channel#IDP} or {@link Channel#MSSP}. */
  Channel channel();

  /** The connector that reaches the provider under this policy. */
  String connector(Policy policy);

  /** What the provider's signatures are verified with, once it is known. */
  Optional<SignerCertificate> signerCertificate();

  /** What the provider knows the user by, where the connector must be told. */
  Optional<MobileSubscription> subscription();

  /** Whether a signature by it can be accepted at that time by who believes these. */
  boolean usable(ProviderTrust trust, Instant at);
}
