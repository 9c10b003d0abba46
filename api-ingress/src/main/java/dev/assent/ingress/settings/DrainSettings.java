package dev.assent.ingress.settings;

import dev.assent.schemas.settings.SettingsReader;
import java.time.Duration;

/**
 * How the ingress stops.
 *
 * @param notice how long it still takes requests after it has become not ready, 0 to 60 s: as long
 *     as whoever sends requests here needs to see it
 * @param grace how long requests under way may then take to be answered, 0.1 s to 60 s
 */
public record DrainSettings(Duration notice, Duration grace) {
  /** Reads the settings {@code drain.*}. */
  public static DrainSettings from(SettingsReader reader) {
    return new DrainSettings(
        reader.duration(
            "drain.notice", Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(1)),
        reader.duration(
            "drain.grace", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)));
  }
}
