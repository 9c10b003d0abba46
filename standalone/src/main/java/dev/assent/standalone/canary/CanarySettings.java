package dev.assent.standalone.canary;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;

/**
 * The settings of the canary.
 *
 * @param ingress {@code ingress.url}: the ingress, as callers reach it
 * @param user {@code user}: a user of the tenant that nobody else has; its devices are replaced
 * @param frontEndKey {@code front.end.key.file}: an API key of the canary's own tenant with the
 *     role {@code FRONT_END}
 * @param backEndKey {@code back.end.key.file}: one with {@code BACK_END} and {@code
 *     CREDENTIAL_ADMINISTRATION}
 * @param interval {@code interval}: between the beginnings of two rounds, 1 second to 1 hour
 * @param host {@code http.host}: address to listen on, for metrics
 * @param port {@code http.port}: 1 to 65,535
 */
record CanarySettings(
    URI ingress,
    String user,
    Secret frontEndKey,
    Secret backEndKey,
    Duration interval,
    String host,
    int port) {
  private static final String USER_FORM = "[A-Za-z0-9-]{1,64}";

  /**
   * Reads the settings and ends the reading.
   *
   * @throws InvalidSettingsException where one is missing, unknown or out of range
   */
  static CanarySettings from(SettingsReader reader) {
    CanarySettings settings =
        new CanarySettings(
            reader
                .optionalUrl("ingress.url")
                .orElseThrow(() -> new InvalidSettingsException("ingress.url must be given")),
            reader.text("user", "ASSENT-CANARY"),
            reader.secretFile("front.end.key.file"),
            reader.secretFile("back.end.key.file"),
            reader.duration(
                "interval", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)),
            reader.text("http.host", "127.0.0.1"),
            reader.integer("http.port", 8085, 1, 65_535));
    reader.finish();
    if (!settings.user().matches(USER_FORM)) {
      throw new InvalidSettingsException("user must read " + USER_FORM);
    }
    return settings;
  }
}
