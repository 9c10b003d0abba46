package dev.assent.ingress.application;

import dev.assent.ingress.authentication.KeySetSource;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an {@link IngressUnderTest} is made of. */
record IngressSetup(
    Optional<SecretVault> vault,
    CancellationKeys cancellationKeys,
    LimitSettings sizes,
    DrainSettings drain,
    HttpSettings http,
    Map<String, Set<Scheme>> schemes,
    KeySetSource keySource,
    HttpClient client) {
  static IngressSetup of(
      Optional<SecretVault> vault,
      CancellationKeys cancellationKeys,
      LimitSettings sizes,
      DrainSettings drain) {
    return new IngressSetup(
        vault,
        cancellationKeys,
        sizes,
        drain,
        new HttpSettings("127.0.0.1", 0, Optional.empty()),
        Map.of(),
        _ -> {
          throw new IOException("no issuer publishes keys");
        },
        HttpClient.newHttpClient());
  }
}
