package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A user's credential at an identity provider or a mobile signature service provider.
 *
 * @param id names it within the user
 * @param channel {@link Channel#IDP} or {@link Channel#MSSP}
 * @param connector the provider
 * @param certificate what the provider's signatures are verified with
 */
public record ProviderCredential(
    String id,
    Channel channel,
    String connector,
    SignerCertificate certificate,
    CredentialStatus status)
    implements Signer {
  public ProviderCredential {
    if (channel == Channel.DEVICE) {
      throw new IllegalArgumentException("a device is no provider");
    }
  }

  @Override
  public ProviderCredential with(CredentialStatus changed) {
    return new ProviderCredential(id, channel, connector, certificate, changed);
  }

  @Override
  public Set<ProofKind> proofKinds() {
    return Set.of(channel == Channel.IDP ? ProofKind.IDP_SIGNATURE : ProofKind.MOBILE_SIGNATURE);
  }

  @Override
  public String connector(Policy policy) {
    return connector;
  }

  @Override
  public Optional<SignerCertificate> signerCertificate() {
    return Optional.of(certificate);
  }

  @Override
  public Optional<MobileSubscription> subscription() {
    return Optional.empty();
  }

  @Override
  public boolean usable(ProviderTrust trust, Instant at) {
    return status.usable(at);
  }

  boolean isRegisteredAs(Channel otherChannel, String otherConnector, SignerCertificate other) {
    return channel == otherChannel && connector.equals(otherConnector) && certificate.equals(other);
  }
}
