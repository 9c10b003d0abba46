package dev.assent.ingress.application;

import dev.assent.ingress.settings.TlsSettings;
import dev.assent.ingress.settings.TlsSettings.ClientAuthentication;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The properties of the HTTP server that speaks TLS, with HTTP/2 where the client offers it. */
final class TlsProperties {
  private static final String SSL = "micronaut.server.ssl.";
  private static final String CERTIFICATES = "micronaut.certificate.file.";

  /** Names the key file among the certificates of the HTTP server. */
  static final String KEY = "assent-key";

  /** Names the trust file among them. */
  static final String TRUST = "assent-trust";

  private static final byte[] PEM = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);

  private TlsProperties() {}

  static Map<String, Object> of(TlsSettings tls, int port) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("micronaut.server.http-version", "2.0");
    properties.put(SSL + "enabled", true);
    properties.put(SSL + "port", port == 0 ? -1 : port);
    properties.put(SSL + "build-self-signed", false);
    properties.put(SSL + "prefer-openssl", false);
    properties.put(SSL + "protocols", tls.protocols());
    properties.put(SSL + "key-name", KEY);
    properties.putAll(file(KEY, tls.keyFile(), tls.keyPassword(), tls.reloadInterval()));
    keyPassword(tls).ifPresent(password -> properties.put(SSL + "key.password", password));
    tls.certificateFile()
        .ifPresent(file -> properties.put(CERTIFICATES + KEY + ".certificate-path", file));
    if (tls.certificateFile().isPresent()) {
      properties.put(CERTIFICATES + KEY + ".format", "PEM");
    }
    tls.trustFile()
        .ifPresent(
            file -> {
              properties.put(SSL + "trust-name", TRUST);
              properties.putAll(file(TRUST, file, tls.trustPassword(), tls.reloadInterval()));
              properties.put(SSL + "client-authentication", clients(tls.clientAuthentication()));
            });
    return properties;
  }

  /**
   * A file that is read again at each interval. Watching it would miss how volumes of secrets are
   * replaced: by turning a symbolic link of a folder above.
   */
  private static Map<String, Object> file(
      String name, Path path, Optional<Secret> password, Duration interval) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CERTIFICATES + name + ".path", path);
    password.ifPresent(
        secret -> properties.put(CERTIFICATES + name + ".password", secret.reveal()));
    properties.put(CERTIFICATES + name + ".refresh-mode", "SCHEDULER");
    properties.put(CERTIFICATES + name + ".refresh-interval", interval);
    return properties;
  }

  /** The password of the key inside the key store; a key from PEM has none once it is read. */
  static Optional<String> keyPassword(TlsSettings tls) {
    return tls.keyPassword().filter(_ -> !isPem(tls.keyFile())).map(Secret::reveal);
  }

  private static boolean isPem(Path file) {
    try (InputStream start = Files.newInputStream(file)) {
      return Arrays.equals(start.readNBytes(PEM.length), PEM);
    } catch (IOException _) {
      throw new InvalidSettingsException("http.tls.key.file: cannot read " + file);
    }
  }

  private static String clients(ClientAuthentication authentication) {
    return switch (authentication) {
      case NONE -> throw new IllegalArgumentException("there is nobody to trust");
      case OPTIONAL -> "WANT";
      case REQUIRED -> "NEED";
    };
  }
}
