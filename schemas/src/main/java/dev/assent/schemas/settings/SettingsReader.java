package dev.assent.schemas.settings;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings by name, remembers which were asked for, and refuses those that nobody asked for.
 *
 * <p>Precedence, strongest first: arguments ({@code --name=value}), environment ({@code
 * ASSENT_SETTING_NAME} for {@code name}, dots as underscores), the properties file that {@code
 * --settings=FILE} names, defaults. A secret is never a value here: a setting names the file that
 * holds it.
 */
public final class SettingsReader {
  /** What the name of an environment variable that is a setting begins with. */
  public static final String ENVIRONMENT_PREFIX = "ASSENT_SETTING_";

  private static final String FILE_ARGUMENT = "settings";

  private final Map<String, String> given;
  private final Map<String, String> used = new TreeMap<>();
  private final Set<String> known = new HashSet<>();

  private SettingsReader(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Collects the settings.
   *
   * @throws InvalidSettingsException where an argument is not {@code --name=value} or the settings
   *     file cannot be read
   */
  public static SettingsReader of(String[] arguments, Map<String, String> environment) {
    Map<String, String> fromArguments = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 3) {
        throw new InvalidSettingsException("an argument must read --name=value: " + argument);
      }
      fromArguments.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    Map<String, String> given = new TreeMap<>();
    String file = fromArguments.remove(FILE_ARGUMENT);
    if (file != null) {
      given.putAll(readFile(Path.of(file)));
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT_PREFIX)) {
            String setting = name.substring(ENVIRONMENT_PREFIX.length());
            given.put(setting.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    given.putAll(fromArguments);
    return new SettingsReader(given);
  }

  /** A text that must be given. */
  public String text(String name) {
    return find(name).orElseThrow(() -> new InvalidSettingsException(name + " must be given"));
  }

  /** A text. */
  public String text(String name, String defaultValue) {
    return findOr(name, defaultValue);
  }

  /** A whole number from {@code minimum} to {@code maximum}. */
  public int integer(String name, int defaultValue, int minimum, int maximum) {
    String text = findOr(name, Integer.toString(defaultValue));
    try {
      int value = Integer.parseInt(text);
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below, together with the range
    }
    throw new InvalidSettingsException(
        "%s must be a whole number from %d to %d, not %s".formatted(name, minimum, maximum, text));
  }

  /** A time span in ISO 8601 form ({@code PT4S}) from {@code minimum} to {@code maximum}. */
  public Duration duration(String name, Duration defaultValue, Duration minimum, Duration maximum) {
    String text = findOr(name, defaultValue.toString());
    try {
      Duration value = Duration.parse(text);
      if (value.compareTo(minimum) >= 0 && value.compareTo(maximum) <= 0) {
        return value;
      }
    } catch (DateTimeParseException _) {
      // told below, together with the range
    }
    throw new InvalidSettingsException(
        "%s must be an ISO 8601 duration from %s to %s, not %s"
            .formatted(name, minimum, maximum, text));
  }

  /** A path that must be given. */
  public Path path(String name) {
    return Path.of(text(name));
  }

  /** A path that can be left out. */
  public Optional<Path> optionalPath(String name) {
    return find(name).map(Path::of);
  }

  /** An http or https URL that can be left out. */
  public Optional<URI> optionalUrl(String name) {
    Optional<String> text = find(name);
    if (text.isPresent() && !text.get().matches("https?://[^/\\s]+(/\\S*)?")) {
      throw new InvalidSettingsException(
          name + " must read http(s)://host:port/path, not " + text.get());
    }
    return text.map(URI::create);
  }

  /** The secret in the file that the setting names; white space around it is cut. */
  public Secret secretFile(String name) {
    Path file = path(name);
    try {
      return new Secret(Files.readString(file).strip());
    } catch (IOException e) {
      throw new InvalidSettingsException(name + ": cannot read " + file);
    }
  }

  /** All settings whose name begins with the prefix, by their whole names. */
  public Map<String, String> prefixed(String prefix) {
    Map<String, String> found = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            known.add(name);
            used.put(name, value);
            found.put(name, value);
          }
        });
    return Collections.unmodifiableMap(found);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException where a setting was given that nobody asked for
   */
  public void finish() {
    List<String> unknown = new ArrayList<>(given.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new InvalidSettingsException("unknown settings: " + String.join(", ", unknown));
    }
  }

  /** The settings in force, one {@code name=value} each, values that may be secret hidden. */
  public List<String> describe() {
    return used.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + redact(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String redact(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean secret =
        !lower.endsWith(".file")
            && (lower.contains("password")
                || lower.contains("secret")
                || lower.contains("jaas")
                || lower.contains("user.info")
                || lower.contains("token")
                || lower.endsWith(".key"));
    return secret ? "[secret]" : value;
  }

  private Optional<String> find(String name) {
    known.add(name);
    Optional<String> value = Optional.ofNullable(given.get(name));
    value.ifPresent(text -> used.put(name, text));
    return value;
  }

  private String findOr(String name, String defaultValue) {
    String value = find(name).orElse(defaultValue);
    used.put(name, value);
    return value;
  }

  private static Map<String, String> readFile(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSettingsException("cannot read the settings file " + file);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> settings.put(n, properties.getProperty(n)));
    return settings;
  }
}
