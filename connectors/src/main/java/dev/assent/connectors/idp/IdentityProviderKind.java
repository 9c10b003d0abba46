package dev.assent.connectors.idp;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.rest.RestEndpoint;
import dev.assent.connectors.settings.ConnectorSettings;

/** A bank's adapter of its identity provider: {@code connector.<name>.kind=idp}. */
public final class IdentityProviderKind implements ProviderKind {
  @Override
  public String kind() {
    return "idp";
  }

  @Override
  public Provider open(ConnectorSettings settings, ProviderSurroundings surroundings) {
    return new IdentityProvider(
        IdentityProviderSettings.from(settings), RestEndpoint.from(settings, surroundings.meter()));
  }
}
