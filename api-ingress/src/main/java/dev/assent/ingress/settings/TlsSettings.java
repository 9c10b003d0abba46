package dev.assent.ingress.settings;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TLS at the door.
 *
 * @param keyFile the server's private key with its certificates, PKCS#12 or PEM; only its owner has
 *     rights on it
 * @param certificateFile the certificates in PEM where the key file has the key alone
 * @param keyPassword of the key file
 * @param protocols TLSv1.3, TLSv1.2 or both
 * @param clientAuthentication whether clients present certificates
 * @param trustFile the authorities of clients' certificates, PKCS#12 or PEM; given exactly where
 *     clients present them
 * @param trustPassword of the trust file
 * @param reloadInterval how long a changed file may stay unnoticed, 1 second to 1 day
 */
public record TlsSettings(
    Path keyFile,
    Optional<Path> certificateFile,
    Optional<Secret> keyPassword,
    List<String> protocols,
    ClientAuthentication clientAuthentication,
    Optional<Path> trustFile,
    Optional<Secret> trustPassword,
    Duration reloadInterval) {

  private static final String KEY_FILE = "http.tls.key.file";
  private static final String TRUST_FILE = "http.tls.trust.file";
  private static final String PROTOCOLS = "http.tls.protocols";
  private static final String CLIENT_AUTHENTICATION = "http.tls.client.authentication";
  private static final Set<String> KNOWN_PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** Whether clients present certificates in the handshake. */
  public enum ClientAuthentication {
    NONE,
    /** They may; whoever does must have one of a trusted authority. */
    OPTIONAL,
    /** They must. */
    REQUIRED
  }

  public TlsSettings {
    protocols = List.copyOf(protocols);
    if (protocols.isEmpty() || !KNOWN_PROTOCOLS.containsAll(protocols)) {
      throw new InvalidSettingsException(
          PROTOCOLS + " must be TLSv1.3, TLSv1.2 or both, not " + protocols);
    }
    if ((clientAuthentication == ClientAuthentication.NONE) == trustFile.isPresent()) {
      throw new InvalidSettingsException(
          TRUST_FILE + " must be given exactly where " + CLIENT_AUTHENTICATION + " is not none");
    }
  }

  /** The settings; nothing where there is no key file. */
  static Optional<TlsSettings> from(SettingsReader reader) {
    Optional<Path> keyFile = file(reader, KEY_FILE);
    Optional<Path> certificateFile = file(reader, "http.tls.certificate.file");
    Optional<Secret> keyPassword = secret(reader, "http.tls.key.password.file");
    List<String> protocols = List.of(reader.text(PROTOCOLS, "TLSv1.3,TLSv1.2").split(","));
    ClientAuthentication clients = clientAuthentication(reader);
    Optional<Path> trustFile = file(reader, TRUST_FILE);
    Optional<Secret> trustPassword = secret(reader, "http.tls.trust.password.file");
    Duration reload =
        reader.duration(
            "http.tls.reload.interval",
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofDays(1));
    if (keyFile.isEmpty() && (certificateFile.isPresent() || trustFile.isPresent())) {
      throw new InvalidSettingsException(
          KEY_FILE + " must be given where other http.tls files are");
    }
    keyFile.ifPresent(file -> IngressSettings.requirePrivate(KEY_FILE, file));
    return keyFile.map(
        file ->
            new TlsSettings(
                file,
                certificateFile,
                keyPassword,
                protocols,
                clients,
                trustFile,
                trustPassword,
                reload));
  }

  private static ClientAuthentication clientAuthentication(SettingsReader reader) {
    String text = reader.text(CLIENT_AUTHENTICATION, "none");
    return switch (text) {
      case "none" -> ClientAuthentication.NONE;
      case "optional" -> ClientAuthentication.OPTIONAL;
      case "required" -> ClientAuthentication.REQUIRED;
      default ->
          throw new InvalidSettingsException(
              CLIENT_AUTHENTICATION + " must be none, optional or required, not " + text);
    };
  }

  private static Optional<Path> file(SettingsReader reader, String name) {
    Optional<Path> file = reader.optionalPath(name);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new InvalidSettingsException(name + ": cannot read " + file.get());
    }
    return file;
  }

  private static Optional<Secret> secret(SettingsReader reader, String name) {
    return reader.optionalPath(name).map(_ -> reader.secretFile(name));
  }
}
