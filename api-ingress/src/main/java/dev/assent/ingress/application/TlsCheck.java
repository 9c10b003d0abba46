package dev.assent.ingress.application;

import dev.assent.ingress.settings.TlsSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import reactor.core.publisher.Mono;

/** Finds out before the door opens whether the files of TLS are what they should be. */
final class TlsCheck {
  private TlsCheck() {}

  /**
   * Checks that the key can be used and that somebody is trusted.
   *
   * @throws InvalidSettingsException where not
   */
  static void require(ApplicationContext context, TlsSettings tls) {
    KeyStore keys = load(context, TlsProperties.KEY);
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, TlsProperties.keyPassword(tls).map(String::toCharArray).orElse(null));
      boolean hasKey = false;
      for (String alias : Collections.list(keys.aliases())) {
        hasKey |= keys.isKeyEntry(alias);
      }
      if (!hasKey) {
        throw new InvalidSettingsException(
            "http.tls.key.file has no private key with certificates");
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidSettingsException("http.tls.key.file: " + e.getMessage());
    }
    if (tls.trustFile().isPresent()) {
      load(context, TlsProperties.TRUST);
    }
  }

  private static KeyStore load(ApplicationContext context, String name) {
    return Mono.from(
            context.getBean(CertificateProvider.class, Qualifiers.byName(name)).getKeyStore())
        .block();
  }
}
