package dev.assent.connectors.smartid;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * How a Smart-ID provider is asked.
 *
 * @param relyingPartyUuid {@code relying.party.uuid.file}: as the provider gave it; who knows it
 *     and calls from our address is taken for us
 * @param relyingPartyName {@code relying.party.name}: 1 to 32 bytes in UTF-8; the app shows it
 * @param certificateLevel {@code certificate.level}: the least that a certificate must be, {@code
 *     ADVANCED}, {@code QUALIFIED} or {@code QSCD}
 * @param scheme {@code scheme}: what signed logins begin with, {@code smart-id} or, of the
 *     demonstration service, {@code smart-id-demo}
 * @param pollAfter {@code poll.after}: from the start to the first status, and from each to the
 *     next; 1 to 60 s
 * @param statusWait {@code status.wait}: how long the provider holds a status back while the user
 *     has not answered; 1 to 60 s
 */
record SmartIdSettings(
    Secret relyingPartyUuid,
    String relyingPartyName,
    String certificateLevel,
    String scheme,
    Duration pollAfter,
    Duration statusWait) {
  private static final int LONGEST_NAME = 32;

  static SmartIdSettings from(ConnectorSettings settings) {
    String name = settings.text("relying.party.name");
    if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new InvalidSettingsException(
          settings.setting("relying.party.name") + " must be 1 to 32 bytes");
    }
    return new SmartIdSettings(
        settings.secretFile("relying.party.uuid.file"),
        name,
        oneOf(settings, "certificate.level", "QUALIFIED", Set.of("ADVANCED", "QUALIFIED", "QSCD")),
        oneOf(settings, "scheme", "smart-id", Set.of("smart-id", "smart-id-demo")),
        settings.duration(
            "poll.after", Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMinutes(1)),
        settings.duration(
            "status.wait", Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1)));
  }

  /**
   * Whether a certificate of this level will do. The provider knows two levels of certificates;
   * {@code QSCD} asks for a qualified one whose key is in such a device.
   */
  boolean isEnough(String level) {
    return level.equals("QUALIFIED")
        || (level.equals("ADVANCED") && certificateLevel.equals("ADVANCED"));
  }

  private static String oneOf(
      ConnectorSettings settings, String key, String defaultValue, Set<String> words) {
    String word = settings.text(key, defaultValue);
    if (!words.contains(word)) {
      throw new InvalidSettingsException(
          "%s must be one of %s, not %s"
              .formatted(settings.setting(key), words.stream().sorted().toList(), word));
    }
    return word;
  }
}
