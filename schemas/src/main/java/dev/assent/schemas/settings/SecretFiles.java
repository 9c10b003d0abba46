package dev.assent.schemas.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Secrets among settings that are passed on to a library: each stands in a file of its own. */
final class SecretFiles {
  private static final String FILE = ".file";
  private static final Set<String> SECRETS =
      Set.of(
          "ssl.keystore.password",
          "ssl.keystore.key",
          "ssl.key.password",
          "ssl.truststore.password",
          "sasl.jaas.config",
          "sasl.oauthbearer.client.credentials.client.secret",
          "basic.auth.user.info");

  private SecretFiles() {}

  /**
   * The settings under a prefix by their whole names, where {@code <secret>.file} has become the
   * secret that is in the file.
   *
   * @throws InvalidSettingsException where a secret is given as a value, or its file cannot be read
   */
  static Map<String, String> read(SettingsReader reader, String prefix) {
    Map<String, String> read = new TreeMap<>();
    reader
        .prefixed(prefix)
        .forEach(
            (name, value) -> {
              String target = name.endsWith(FILE) ? name.substring(0, name.length() - 5) : name;
              if (!isSecret(target)) {
                read.put(name, value);
              } else if (target.equals(name)) {
                throw new InvalidSettingsException(
                    name + " is a secret: put it into a file, and name that with " + name + FILE);
              } else {
                read.put(target, reader.secretFile(name).reveal());
              }
            });
    return read;
  }

  private static boolean isSecret(String name) {
    return SECRETS.stream().anyMatch(secret -> name.equals(secret) || name.endsWith("." + secret));
  }
}
