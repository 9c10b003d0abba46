package dev.assent.standalone.protection;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certifies the parts of a cluster on this machine. Its key is never written down: once all
 * certificates are made, nobody can make another.
 */
final class ClusterAuthority {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final String HOST = "127.0.0.1";

  /** A clock that is behind must not find a certificate not yet valid. */
  private static final Duration HEAD_START = Duration.ofHours(1);

  private final SecureRandom random = new SecureRandom();
  private final Date from;
  private final Date until;
  private final KeyPair keys;
  private final X500Name name = name("Assent cluster on this machine");
  private final X509Certificate root;

  /**
   * An authority with a fresh key.
   *
   * @param life how long it and what it certifies is valid
   */
  ClusterAuthority(Duration life) {
    Instant now = Instant.now();
    from = Date.from(now.minus(HEAD_START));
    until = Date.from(now.plus(life));
    keys = keyPair();
    root = certify(name, keys.getPublic(), true);
  }

  /** Its own certificate in PEM form. */
  String rootPem() {
    return pem(root);
  }

  /**
   * A fresh key with its certificate for both ends of TLS on this machine.
   *
   * @param commonName the user that Kafka takes from it
   */
  Certified issue(String commonName) {
    KeyPair pair = keyPair();
    try {
      return new Certified(
          pem(new JcaPKCS8Generator(pair.getPrivate(), null)),
          pem(certify(name(commonName), pair.getPublic(), false)));
    } catch (IOException failure) {
      throw new IllegalStateException("The key cannot be written", failure);
    }
  }

  /**
   * A key and its certificate, each in PEM form.
   *
   * @param key PKCS#8, not encrypted
   */
  record Certified(String key, String certificate) {
    @Override
    public String toString() {
      return "Certified[]";
    }
  }

  private X509Certificate certify(X500Name subject, PublicKey key, boolean authority) {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name, new BigInteger(127, random), from, until, subject, key);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (authority) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                    new GeneralName[] {
                      new GeneralName(GeneralName.iPAddress, HOST),
                      new GeneralName(GeneralName.dNSName, "localhost")
                    }));
      }
      ContentSigner signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
      throw new IllegalStateException("The certificate cannot be made", failure);
    }
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has P-256", impossible);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException impossible) {
      throw new IllegalStateException("A string takes what is written", impossible);
    }
    return text.toString();
  }
}
