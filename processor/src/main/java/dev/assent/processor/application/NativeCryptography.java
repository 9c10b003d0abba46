package dev.assent.processor.application;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts Amazon Corretto Crypto Provider first where its native library fits the machine: it verifies
 * an ES256 signature in a seventh of the time. Elsewhere the JDK's own providers do the work.
 */
final class NativeCryptography {
  private static final Logger LOGGER = LoggerFactory.getLogger(NativeCryptography.class);

  private NativeCryptography() {}

  static void install() {
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
      AmazonCorrettoCryptoProvider.install();
    }
    LOGGER
        .atInfo()
        .addKeyValue("provider", Security.getProviders()[0].getName())
        .log("Cryptography is done by this provider first");
  }
}
