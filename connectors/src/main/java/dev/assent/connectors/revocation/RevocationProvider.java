package dev.assent.connectors.revocation;

import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.settings.ConnectorSettings;

/** Adds to each signature of another provider what says whether its certificate was revoked. */
public final class RevocationProvider implements Provider {
  private final Provider provider;
  private final RevocationSource source;

  private RevocationProvider(Provider provider, RevocationSource source) {
    this.provider = provider;
    this.source = source;
  }

  /**
   * The provider, asking about revocation where {@code connector.<name>.revocation} says so.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where a setting is missing or
   *     cannot be used
   */
  public static Provider around(
      Provider provider, ConnectorSettings settings, ProviderSurroundings surroundings) {
    return RevocationSettings.from(settings)
        .<Provider>map(
            revocation ->
                new RevocationProvider(
                    provider,
                    new RevocationSource(
                        revocation,
                        new OutboundClient(
                            revocation.outbound(settings.name()), surroundings.meter()),
                        surroundings.clock())))
        .orElse(provider);
  }

  @Override
  public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
    ProviderOutcome outcome = provider.carryOut(request);
    return outcome instanceof Signed signed
        ? signed.with(source.about(signed.certificate(), request.transaction().correlation()))
        : outcome;
  }

  @Override
  public boolean recognisesRepeats() {
    return provider.recognisesRepeats();
  }

  @Override
  public void close() {
    source.close();
    provider.close();
  }
}
