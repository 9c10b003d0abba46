package dev.assent.connectors.mobileid;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.rest.RestEndpoint;
import dev.assent.connectors.settings.ConnectorSettings;

/** Mobile-ID of SK ID Solutions: {@code connector.<name>.kind=mobile-id}. */
public final class MobileIdKind implements ProviderKind {
  @Override
  public String kind() {
    return "mobile-id";
  }

  @Override
  public Provider open(ConnectorSettings settings, ProviderSurroundings surroundings) {
    return new MobileIdProvider(
        MobileIdSettings.from(settings), RestEndpoint.from(settings, surroundings.meter()));
  }
}
