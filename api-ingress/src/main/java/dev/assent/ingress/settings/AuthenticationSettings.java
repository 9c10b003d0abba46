package dev.assent.ingress.settings;

import dev.assent.ingress.authentication.BearerRules;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How callers identify themselves.
 *
 * @param schemes the schemes that a dialect takes by its name, where not those that it takes of
 *     itself
 * @param bearer how strict access tokens are read
 * @param keyServers which servers are trusted to publish the keys of issuers; nothing: as the
 *     platform does
 */
public record AuthenticationSettings(
    Map<String, Set<Scheme>> schemes, BearerRules bearer, Optional<SSLContext> keyServers) {

  private static final String SCHEMES = "authentication.schemes.";
  private static final String KEYS_TRUST_FILE = "authentication.keys.trust.file";
  private static final String ADMINISTRATION = "administration";

  public AuthenticationSettings {
    schemes = Map.copyOf(schemes);
    if (!schemes
        .getOrDefault(ADMINISTRATION, Set.of(Scheme.API_KEY))
        .equals(Set.of(Scheme.API_KEY))) {
      throw new InvalidSettingsException(SCHEMES + ADMINISTRATION + " can only be API_KEY");
    }
  }

  /** Whether any dialect takes client certificates by these settings. */
  boolean takesCertificates() {
    return schemes.values().stream().anyMatch(taken -> taken.contains(Scheme.CLIENT_CERTIFICATE));
  }

  static AuthenticationSettings from(SettingsReader reader) {
    Map<String, Set<Scheme>> schemes = new TreeMap<>();
    reader
        .prefixed(SCHEMES)
        .forEach((name, value) -> schemes.put(name.substring(SCHEMES.length()), read(name, value)));
    BearerRules standard = BearerRules.STANDARD;
    return new AuthenticationSettings(
        schemes,
        new BearerRules(
            reader.duration(
                "authentication.bearer.clock.skew",
                standard.clockSkew(),
                Duration.ZERO,
                Duration.ofSeconds(60)),
            reader.duration(
                "authentication.bearer.longest.life",
                standard.longestLife(),
                Duration.ofMinutes(1),
                Duration.ofHours(24)),
            reader.duration(
                "authentication.keys.fresh.for",
                standard.keysFreshFor(),
                Duration.ofMinutes(5),
                Duration.ofHours(24))),
        reader.optionalPath(KEYS_TRUST_FILE).map(AuthenticationSettings::trusting));
  }

  private static Set<Scheme> read(String name, String value) {
    Set<Scheme> schemes = EnumSet.noneOf(Scheme.class);
    for (String text : value.split(",")) {
      try {
        schemes.add(Scheme.valueOf(text.strip()));
      } catch (IllegalArgumentException _) {
        throw new InvalidSettingsException(
            name + " must be some of " + EnumSet.allOf(Scheme.class) + ", not " + value);
      }
    }
    return schemes;
  }

  private static SSLContext trusting(Path file) {
    try (InputStream certificates = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        store.setCertificateEntry("certificate-" + store.size(), certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException _) {
      throw new InvalidSettingsException(
          KEYS_TRUST_FILE + ": cannot read certificates in PEM from " + file);
    }
  }
}
