package dev.assent.schemas.provider.verification;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and their keys, made for a test. Keys are made once a kind and name. */
public final class TestCertificate {
  static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  /** When the tests' signatures are made. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
  private static long serialNumbers;

  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestCertificate(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /** An authority that nobody made. */
  public static TestCertificate root(String name) {
    return of("CN=" + name).authority().make();
  }

  static Form of(String subject) {
    return new Form(subject);
  }

  PrivateKey privateKey() {
    return keys.getPrivate();
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate's DER bytes. */
  public byte[] der() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate's DER bytes, two digits each. */
  public String hexadecimal() {
    return HexFormat.of().formatHex(der());
  }

  /** A certificate of a user. */
  public Form user(String serialNumber) {
    return of("C=CH,CN=Ann,SERIALNUMBER=" + serialNumber).by(this);
  }

  /** How a certificate is made; what is not said is as it should be. */
  public static final class Form {
    private final String subject;
    private String key = "secp256r1";
    private Optional<TestCertificate> issuer = Optional.empty();
    private Instant from = FROM;
    private Instant until = UNTIL;
    private int usage = KeyUsage.digitalSignature;
    private boolean authority;
    private List<KeyPurposeId> purposes = List.of();
    private Optional<String> algorithm = Optional.empty();

    private Form(String subject) {
      this.subject = subject;
    }

    /** The curve, or RSA and its bits. */
    public Form key(String value) {
      key = value;
      return this;
    }

    Form by(TestCertificate value) {
      issuer = Optional.of(value);
      return this;
    }

    Form from(Instant value) {
      from = value;
      return this;
    }

    Form until(Instant value) {
      until = value;
      return this;
    }

    Form usage(int value) {
      usage = value;
      return this;
    }

    Form authority() {
      authority = true;
      usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
      return this;
    }

    Form responder() {
      return purposes(KeyPurposeId.id_kp_OCSPSigning);
    }

    /** Extended key usage; none: it has no such extension. */
    public Form purposes(KeyPurposeId... values) {
      purposes = List.of(values);
      return this;
    }

    Form signedWith(String value) {
      algorithm = Optional.of(value);
      return this;
    }

    /** Makes it. */
    public TestCertificate make() {
      try {
        KeyPair keys = KEYS.computeIfAbsent(key + subject, _ -> generate(key));
        X500Name name = new X500Name(subject);
        X500Name by =
            issuer
                .map(TestCertificate::certificate)
                .map(known -> X500Name.getInstance(known.getSubjectX500Principal().getEncoded()))
                .orElse(name);
        X509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                by,
                BigInteger.valueOf(++serialNumbers),
                Date.from(from),
                Date.from(until),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!purposes.isEmpty()) {
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        PrivateKey signer = issuer.map(TestCertificate::privateKey).orElse(keys.getPrivate());
        return new TestCertificate(
            keys,
            new JcaX509CertificateConverter()
                .getCertificate(
                    builder.build(
                        new JcaContentSignerBuilder(algorithm.orElse(algorithm(signer)))
                            .setProvider(BOUNCY_CASTLE)
                            .build(signer))));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static KeyPair generate(String key) {
      try {
        KeyPairGenerator generator =
            KeyPairGenerator.getInstance(key.startsWith("RSA") ? "RSA" : "EC", BOUNCY_CASTLE);
        if (key.startsWith("RSA")) {
          generator.initialize(Integer.parseInt(key.substring(3)));
        } else {
          generator.initialize(new ECGenParameterSpec(key));
        }
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static String algorithm(PrivateKey key) {
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }
}
