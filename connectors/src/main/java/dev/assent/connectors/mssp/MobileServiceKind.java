package dev.assent.connectors.mssp;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.settings.ConnectorSettings;

/** The two forms of a mobile signature service by ETSI TS 102 204. */
public enum MobileServiceKind implements ProviderKind {
  /** SOAP 1.2. */
  SOAP("etsi-soap", "/soap/services"),
  /** JSON, as Swisscom Mobile ID has it. */
  REST("etsi-rest", "/rest/service");

  private final String kind;
  private final String paths;

  MobileServiceKind(String kind, String paths) {
    this.kind = kind;
    this.paths = paths;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Provider open(ConnectorSettings settings, ProviderSurroundings surroundings) {
    MobileServiceSettings read = MobileServiceSettings.from(settings, paths);
    return new MobileServiceProvider(
        read,
        switch (this) {
          case SOAP -> new SoapWire(read.paths());
          case REST -> new RestWire(read.paths());
        },
        surroundings);
  }
}
