package dev.assent.schemas.serde;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * A file of trusted certificates.
 *
 * @param location path of the file
 * @param password of a JKS or PKCS12 file
 * @param type JKS, PKCS12 or PEM
 */
record TrustStore(String location, Optional<Password> password, String type) {

  /**
   * A TLS context that trusts the file's certificates and nothing else.
   *
   * @throws ConfigException where the file cannot be read or has no certificate
   */
  SSLContext context() {
    try (InputStream file = Files.newInputStream(Path.of(location))) {
      KeyStore trusted = load(file);
      if (trusted.size() == 0) {
        throw new ConfigException(
            RegistrySettings.TRUST_STORE_LOCATION, location, "has no certificate");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new ConfigException(
          RegistrySettings.TRUST_STORE_LOCATION,
          location,
          "cannot be read as " + type + ": " + unreadable.getMessage());
    }
  }

  private KeyStore load(InputStream file) throws IOException, GeneralSecurityException {
    String format = type.toUpperCase(Locale.ROOT);
    return switch (format) {
      case "PEM" -> loadCertificates(file);
      case "JKS", "PKCS12" -> {
        KeyStore store = KeyStore.getInstance(format);
        store.load(file, password.map(secret -> secret.value().toCharArray()).orElse(null));
        yield store;
      }
      default ->
          throw new ConfigException(
              RegistrySettings.TRUST_STORE_TYPE, type, "must be JKS, PKCS12 or PEM");
    };
  }

  private static KeyStore loadCertificates(InputStream file)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509").generateCertificates(file)) {
      store.setCertificateEntry("certificate-" + number, certificate);
      number++;
    }
    return store;
  }
}
