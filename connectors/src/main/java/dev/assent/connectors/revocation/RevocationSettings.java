package dev.assent.connectors.revocation;

import dev.assent.connectors.outbound.AddressRule;
import dev.assent.connectors.outbound.BreakerSettings;
import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.connectors.outbound.TlsFiles;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a connector asks whether certificates were revoked.
 *
 * @param method {@code revocation}: what is asked for
 * @param url {@code revocation.url}: the one address that is asked; plain HTTP will do, since what
 *     it answers is signed (RFC 6960 section 4.1.1, RFC 5280 section 4.2.1.13)
 * @param issuers {@code revocation.issuers.file}: PEM of the authorities that issue the signers'
 *     certificates
 */
record RevocationSettings(Method method, URI url, List<X509Certificate> issuers) {
  /** As large as anybody takes it: a verifier reads no larger list. */
  private static final int LARGEST = 256 * 1024;

  RevocationSettings {
    issuers = List.copyOf(issuers);
  }

  /** What is asked for. */
  enum Method {
    /** A response about the one certificate (RFC 6960). */
    OCSP,
    /** The list of all that the authority revoked (RFC 5280 section 5). */
    CRL
  }

  /**
   * A connector's settings; nothing where it asks nobody.
   *
   * @throws InvalidSettingsException where one is missing or cannot be used
   */
  static Optional<RevocationSettings> from(ConnectorSettings settings) {
    String method = settings.text("revocation", "none");
    return switch (method) {
      case "none" -> Optional.empty();
      case "ocsp" -> Optional.of(from(settings, Method.OCSP));
      case "crl" -> Optional.of(from(settings, Method.CRL));
      default ->
          throw new InvalidSettingsException(
              settings.setting("revocation") + " must be none, ocsp or crl, not " + method);
    };
  }

  private static RevocationSettings from(ConnectorSettings settings, Method method) {
    return new RevocationSettings(method, url(settings), issuers(settings));
  }

  /** Its own client: a responder that is down must not close the way to the provider. */
  OutboundSettings outbound(String connector) {
    return new OutboundSettings(
        connector + "-revocation",
        only(url),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        LARGEST,
        TlsFiles.NONE,
        BreakerSettings.STANDARD);
  }

  private static AddressRule only(URI url) {
    return url::equals;
  }

  private static URI url(ConnectorSettings settings) {
    String name = "revocation.url";
    try {
      URI url = new URI(settings.text(name));
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw new InvalidSettingsException(
        settings.setting(name) + " must be an http or https address");
  }

  private static List<X509Certificate> issuers(ConnectorSettings settings) {
    String name = "revocation.issuers.file";
    Path file =
        settings
            .optionalPath(name)
            .orElseThrow(
                () -> new InvalidSettingsException(settings.setting(name) + " is missing"));
    try (InputStream pem = Files.newInputStream(file)) {
      List<X509Certificate> issuers =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!issuers.isEmpty()) {
        return issuers;
      }
    } catch (IOException | CertificateException _) {
      // told below
    }
    throw new InvalidSettingsException(
        settings.setting(name) + " must name a file of certificates in PEM");
  }
}
