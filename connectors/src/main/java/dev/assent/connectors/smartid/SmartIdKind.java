package dev.assent.connectors.smartid;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.rest.RestEndpoint;
import dev.assent.connectors.settings.ConnectorSettings;

/** Smart-ID of SK ID Solutions by notification: {@code connector.<name>.kind=smart-id}. */
public final class SmartIdKind implements ProviderKind {
  @Override
  public String kind() {
    return "smart-id";
  }

  @Override
  public Provider open(ConnectorSettings settings, ProviderSurroundings surroundings) {
    return new SmartIdProvider(
        SmartIdSettings.from(settings), RestEndpoint.from(settings, surroundings.meter()));
  }
}
