package dev.assent.ingress.authentication;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate with its key.
 *
 * @param chain the certificate, then its authority
 */
record TestCertificates(PrivateKey key, List<X509Certificate> chain) {
  static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2045-01-01T00:00:00Z");

  private static final char[] NO_PASSWORD = new char[0];

  /** An authority of this name. */
  static TestCertificates authority(String name) {
    KeyPair pair = pair();
    X500Principal subject = new X500Principal(name);
    return new TestCertificates(
        pair.getPrivate(), List.of(certificate(subject, pair, subject, pair, true, FROM, UNTIL)));
  }

  /** A certificate of this subject for the host 127.0.0.1, by this authority. */
  TestCertificates issue(String subject) {
    return issue(subject, FROM, UNTIL);
  }

  TestCertificates issue(String subject, Instant from, Instant until) {
    KeyPair pair = pair();
    KeyPair issuer = new KeyPair(certificate().getPublicKey(), key);
    X509Certificate issued =
        certificate(
            new X500Principal(subject),
            pair,
            certificate().getSubjectX500Principal(),
            issuer,
            false,
            from,
            until);
    return new TestCertificates(pair.getPrivate(), List.of(issued, certificate()));
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /** Who issued it, without the key. */
  TestCertificates issuer() {
    return new TestCertificates(null, List.of(chain.getLast()));
  }

  String thumbprint() {
    try {
      return TestKeys.encode(Thumbprint.of(certificate()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The certificate in PEM. */
  String pem() {
    try {
      return pem("CERTIFICATE", certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Key and certificates in one PEM file that only its owner may read. */
  Path writePem(Path file) {
    return write(file, pem("PRIVATE KEY", key.getEncoded()) + pem());
  }

  /** The certificate in a PEM file. */
  Path writeCertificate(Path file) {
    return write(file, pem());
  }

  /** Key and certificates in a PKCS#12 file that only its owner may read. */
  Path writePkcs12(Path file, String password) {
    try {
      KeyStore store = keyStore(password.toCharArray());
      try (var out = Files.newOutputStream(file)) {
        store.store(out, password.toCharArray());
      }
      return ownersOnly(file);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A client's context that trusts this certificate and presents nothing. */
  SSLContext trusting() {
    return context();
  }

  /** A client's context that trusts this certificate and presents the other. */
  SSLContext trustingAndPresenting(TestCertificates other) {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(other.keyStore(NO_PASSWORD), NO_PASSWORD);
      return context(new Insisting((X509ExtendedKeyManager) managers.getKeyManagers()[0], "key"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private SSLContext context(KeyManager... keys) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", certificate());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  KeyStore keyStore(char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, password, chain.toArray(new X509Certificate[0]));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return ownersOnly(Files.writeString(file, text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path ownersOnly(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate certificate(
      X500Principal subject,
      KeyPair pair,
      X500Principal issuer,
      KeyPair issuerPair,
      boolean authority,
      Instant from,
      Instant until) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
              Date.from(from),
              Date.from(until),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuerPair.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Presents the certificate also where the server names authorities that it is not of. */
  private static final class Insisting extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final String alias;

    private Insisting(X509ExtendedKeyManager keys, String alias) {
      this.keys = keys;
      this.alias = alias;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return alias;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String name) {
      return keys.getCertificateChain(name);
    }

    @Override
    public PrivateKey getPrivateKey(String name) {
      return keys.getPrivateKey(name);
    }
  }
}
