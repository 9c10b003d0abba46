package dev.assent.connectors.push;

import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * How Apple's service is called.
 *
 * @param key {@code push.apns.key.file}, a {@code .p8} file, with {@code push.apns.key.id} and
 *     {@code push.apns.team.id}
 * @param host {@code push.apns.host}: Apple's production host if nothing is said
 * @param port {@code push.apns.port}: 1 to 65,535
 * @param trusted {@code push.apns.trust.file}: certificates in PEM that are trusted instead of
 *     Java's
 */
public record ApnsSettings(ApnsSigningKey key, String host, int port, Optional<Path> trusted) {
  static Optional<ApnsSettings> from(SettingsReader reader) {
    if (reader.optionalPath("push.apns.key.file").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ApnsSettings(
            key(reader),
            reader.text("push.apns.host", ApnsClientBuilder.PRODUCTION_APNS_HOST),
            reader.integer("push.apns.port", ApnsClientBuilder.DEFAULT_APNS_PORT, 1, 65_535),
            reader.optionalPath("push.apns.trust.file")));
  }

  private static ApnsSigningKey key(SettingsReader reader) {
    byte[] pem =
        reader.secretFile("push.apns.key.file").reveal().getBytes(StandardCharsets.US_ASCII);
    try {
      return ApnsSigningKey.loadFromInputStream(
          new ByteArrayInputStream(pem),
          reader.text("push.apns.team.id"),
          reader.text("push.apns.key.id"));
    } catch (IOException
        | NoSuchAlgorithmException
        | InvalidKeyException
        | IllegalArgumentException _) {
      throw new InvalidSettingsException("push.apns.key.file must have a key of Apple's in it");
    }
  }
}
