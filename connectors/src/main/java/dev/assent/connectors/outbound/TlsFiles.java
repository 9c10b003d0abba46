package dev.assent.connectors.outbound;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a client shows who it is, and whom it trusts.
 *
 * @param keyFile {@code tls.key.file}: PKCS#12 with one key and its certificates
 * @param keyPassword {@code tls.key.password.file}
 * @param wholeChain {@code tls.key.chain}: {@code whole}, or {@code leaf} where the server takes
 *     the end-entity certificate only (Mobile ID, vendor-apis.md section 7)
 * @param trustFile {@code tls.trust.file}: PEM certificates, the only ones that servers are trusted
 *     by; left out, those of the Java installation are
 */
public record TlsFiles(
    Optional<Path> keyFile,
    Optional<Secret> keyPassword,
    boolean wholeChain,
    Optional<Path> trustFile) {
  /** No certificate of our own, and the trust of the Java installation. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), true, Optional.empty());

  private static final String CLIENT = "client";

  /**
   * A connector's settings.
   *
   * @throws InvalidSettingsException where {@code tls.key.chain} is neither of its words
   */
  public static TlsFiles from(ConnectorSettings settings) {
    String chain = settings.text("tls.key.chain", "whole");
    if (!chain.equals("whole") && !chain.equals("leaf")) {
      throw new InvalidSettingsException(
          settings.setting("tls.key.chain") + " must be whole or leaf, not " + chain);
    }
    return new TlsFiles(
        settings.optionalPath("tls.key.file"),
        settings.optionalSecretFile("tls.key.password.file"),
        chain.equals("whole"),
        settings.optionalPath("tls.trust.file"));
  }

  /**
   * Reads the files.
   *
   * @throws InvalidSettingsException where one cannot be read or has not its form
   */
  SSLContext context() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      char[] password = keyPassword.map(Secret::reveal).orElse("").toCharArray();
      keys.init(keyFile.isPresent() ? client(keyFile.get(), password) : null, password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trustFile.isPresent() ? authorities(trustFile.get()) : null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException _) {
      // the messages of these may quote what is in the files
      throw new InvalidSettingsException(
          "the TLS key file %s or trust file %s cannot be read with the password given"
              .formatted(name(keyFile), name(trustFile)));
    }
  }

  private KeyStore client(Path file, char[] password) throws GeneralSecurityException, IOException {
    KeyStore given = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      given.load(stream, password);
    }
    KeyStore kept = empty();
    for (String alias : Collections.list(given.aliases())) {
      Key key = given.getKey(alias, password);
      if (key != null) {
        Certificate[] chain = given.getCertificateChain(alias);
        kept.setKeyEntry(CLIENT, key, password, wholeChain ? chain : new Certificate[] {chain[0]});
      }
    }
    if (kept.size() != 1) {
      throw new KeyUnclearException();
    }
    return kept;
  }

  private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
    KeyStore authorities = empty();
    try (InputStream stream = Files.newInputStream(file)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
        authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
      }
    }
    if (authorities.size() == 0) {
      throw new KeyUnclearException();
    }
    return authorities;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static String name(Optional<Path> file) {
    return file.map(Path::toString).orElse("(none)");
  }

  /** A file without what it is for. */
  private static final class KeyUnclearException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;
  }
}
