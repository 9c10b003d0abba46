package dev.assent.connectors.mobileid;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.time.Duration;
import java.util.Set;

/**
 * How a Mobile-ID provider is asked.
 *
 * @param relyingPartyUuid {@code relying.party.uuid.file}: as the provider gave it; who knows it
 *     and calls from our address is taken for us
 * @param relyingPartyName {@code relying.party.name}: as the provider knows it
 * @param language {@code language}: of what the phone adds to the text; {@code EST}, {@code ENG},
 *     {@code RUS} or {@code LIT}
 * @param pollAfter {@code poll.after}: from the start to the first status, and from each to the
 *     next; 1 to 60 s
 * @param statusWait {@code status.wait}: how long the provider holds a status back while the user
 *     has not answered; 1 to 60 s
 */
record MobileIdSettings(
    Secret relyingPartyUuid,
    String relyingPartyName,
    String language,
    Duration pollAfter,
    Duration statusWait) {
  private static final Set<String> LANGUAGES = Set.of("EST", "ENG", "RUS", "LIT");

  static MobileIdSettings from(ConnectorSettings settings) {
    String language = settings.text("language", "ENG");
    if (!LANGUAGES.contains(language)) {
      throw new InvalidSettingsException(
          settings.setting("language") + " must be EST, ENG, RUS or LIT, not " + language);
    }
    return new MobileIdSettings(
        settings.secretFile("relying.party.uuid.file"),
        settings.text("relying.party.name"),
        language,
        settings.duration(
            "poll.after", Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMinutes(1)),
        settings.duration(
            "status.wait", Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1)));
  }
}
