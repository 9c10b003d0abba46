package dev.assent.connectors.settings;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of one connector: {@code connector.<name>.<key>}. A key that the connector's kind
 * does not ask for is an error once all are read.
 */
public final class ConnectorSettings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final SettingsReader reader;
  private final String name;

  private ConnectorSettings(SettingsReader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /**
   * The settings of a connector.
   *
   * @throws InvalidSettingsException where the name is not 1 to 64 of {@code A-Z a-z 0-9 _ -}
   */
  public static ConnectorSettings of(SettingsReader reader, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSettingsException(
          "a connector's name must be 1 to 64 of A-Z a-z 0-9 _ -, not " + name);
    }
    return new ConnectorSettings(reader, name);
  }

  /** The connector's name, as tasks give it. */
  public String name() {
    return name;
  }

  /** The whole name of a setting, for messages. */
  public String setting(String key) {
    return "connector." + name + "." + key;
  }

  /** A text that must be given. */
  public String text(String key) {
    return reader.text(setting(key));
  }

  /** A text. */
  public String text(String key, String defaultValue) {
    return reader.text(setting(key), defaultValue);
  }

  /** A whole number within bounds. */
  public int integer(String key, int defaultValue, int minimum, int maximum) {
    return reader.integer(setting(key), defaultValue, minimum, maximum);
  }

  /** A time span in ISO 8601 form within bounds. */
  public Duration duration(String key, Duration defaultValue, Duration minimum, Duration maximum) {
    return reader.duration(setting(key), defaultValue, minimum, maximum);
  }

  /** A path that can be left out. */
  public Optional<Path> optionalPath(String key) {
    return reader.optionalPath(setting(key));
  }

  /** The secret in the file that the setting names. */
  public Secret secretFile(String key) {
    return reader.secretFile(setting(key));
  }

  /** The secret in the file that the setting names, where it does. */
  public Optional<Secret> optionalSecretFile(String key) {
    return optionalPath(key).map(_ -> secretFile(key));
  }
}
