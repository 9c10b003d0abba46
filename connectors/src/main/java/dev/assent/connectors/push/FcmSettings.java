package dev.assent.connectors.push;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.net.URI;
import java.util.Optional;

/**
 * How Firebase Cloud Messaging is called.
 *
 * @param account {@code push.fcm.account.file}: the service account, as Google gives it
 * @param url {@code push.fcm.url}: where the API is
 */
public record FcmSettings(FcmAccount account, URI url) {
  static Optional<FcmSettings> from(SettingsReader reader) {
    if (reader.optionalPath("push.fcm.account.file").isEmpty()) {
      return Optional.empty();
    }
    try {
      FcmAccount account = FcmAccount.parse(reader.secretFile("push.fcm.account.file").reveal());
      URI url = URI.create(reader.text("push.fcm.url", "https://fcm.googleapis.com"));
      if (url.getHost() == null || account.tokenUri().getHost() == null) {
        throw new IllegalArgumentException("an address has no host");
      }
      return Optional.of(new FcmSettings(account, url));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingsException("push.fcm: " + e.getMessage());
    }
  }
}
