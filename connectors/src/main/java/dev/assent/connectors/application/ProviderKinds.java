package dev.assent.connectors.application;

import dev.assent.connectors.idp.IdentityProviderKind;
import dev.assent.connectors.mobileid.MobileIdKind;
import dev.assent.connectors.mssp.MobileServiceKind;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.smartid.SmartIdKind;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of providers that a connector can be of. */
final class ProviderKinds {
  private static final List<ProviderKind> ALL =
      List.of(
          new IdentityProviderKind(),
          MobileServiceKind.SOAP,
          MobileServiceKind.REST,
          new MobileIdKind(),
          new SmartIdKind());

  private ProviderKinds() {}

  /** All that are built in. */
  static List<ProviderKind> all() {
    return ALL;
  }

  static ProviderKind find(List<ProviderKind> kinds, String connector, String kind) {
    return kinds.stream()
        .filter(candidate -> candidate.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingsException(
                    "connector.%s.kind must be one of %s, not %s"
                        .formatted(
                            connector,
                            kinds.stream()
                                .map(ProviderKind::kind)
                                .sorted()
                                .collect(Collectors.joining(", ")),
                            kind)));
  }
}
