package dev.assent.standalone.simulator.authority;

import dev.assent.standalone.process.PrivateFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certification authority with a root made at its start, which certifies the keys of the
 * simulated providers' users and revokes them. For any number of threads.
 */
public final class TestAuthority {
  private static final Duration LIFE = Duration.ofDays(365);

  /** A clock that is behind must not find a certificate not yet valid. */
  private static final Duration HEAD_START = Duration.ofHours(1);

  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate root;
  private final Map<BigInteger, Instant> revoked = new LinkedHashMap<>();

  private TestAuthority(String commonName) {
    keys = KeyKind.ELLIPTIC_CURVE.generate();
    name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    Instant now = Instant.now();
    root =
        certify(
            name,
            keys.getPublic(),
            now.minus(LIFE.multipliedBy(2)),
            now.plus(LIFE.multipliedBy(2)),
            true);
  }

  private TestAuthority(KeyPair keys, X509Certificate root) {
    this.keys = keys;
    this.root = root;
    this.name = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
  }

  /** An authority with a fresh root. */
  public static TestAuthority create() {
    return create("Assent test root");
  }

  /** An authority with a fresh root of this common name. */
  public static TestAuthority create(String commonName) {
    return new TestAuthority(commonName);
  }

  /**
   * The authority that {@link #keep} kept. What it had revoked is forgotten.
   *
   * @throws IOException where the file cannot be read or is not of that form
   */
  public static TestAuthority read(Path file) throws IOException {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      if (parser.readObject() instanceof X509CertificateHolder root
          && parser.readObject() instanceof PrivateKeyInfo key) {
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(root);
        return new TestAuthority(
            new KeyPair(certificate.getPublicKey(), new JcaPEMKeyConverter().getPrivateKey(key)),
            certificate);
      }
      throw new IOException(file + " does not hold a certificate and its key");
    } catch (CertificateException failure) {
      throw new IOException(file + " does not hold a certificate that can be used", failure);
    }
  }

  /** Keeps root and key in a file that only its owner can read. */
  public void keep(Path file) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(root);
      writer.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
    }
    PrivateFile.write(file, text.toString());
  }

  /** The certificate of the root, by which everything here is verified. */
  public X509Certificate root() {
    return root;
  }

  /** The root's certificate in PEM form. */
  public String rootPem() {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(root);
    } catch (IOException failure) {
      throw new UncheckedIOException("A string takes what is written", failure);
    }
    return text.toString();
  }

  /** Writes the root's certificate in PEM form, for those that verify. */
  public void writeRoot(Path file) throws IOException {
    Files.writeString(file, rootPem());
  }

  /** A fresh key with a certificate that is valid now. */
  public CertifiedKey issue(KeyKind kind, String commonName, String serialNumber) {
    Instant now = Instant.now();
    return issue(kind, commonName, serialNumber, now.minus(HEAD_START), now.plus(LIFE));
  }

  /** A fresh key whose certificate ended a day ago. */
  public CertifiedKey issueExpired(KeyKind kind, String commonName, String serialNumber) {
    Instant end = Instant.now().minus(Duration.ofDays(1));
    return issue(kind, commonName, serialNumber, end.minus(LIFE), end);
  }

  /** A fresh key whose certificate is on the revocation list from the start. */
  public CertifiedKey issueRevoked(KeyKind kind, String commonName, String serialNumber) {
    CertifiedKey key = issue(kind, commonName, serialNumber);
    revoke(key.certificate());
    return key;
  }

  /**
   * A fresh key with a certificate for signatures ({@code digitalSignature} and {@code
   * nonRepudiation}).
   *
   * @param serialNumber the subject's attribute of that name, which tells users apart
   */
  public CertifiedKey issue(
      KeyKind kind, String commonName, String serialNumber, Instant notBefore, Instant notAfter) {
    KeyPair pair = kind.generate();
    X500Name subject =
        new X500NameBuilder()
            .addRDN(BCStyle.CN, commonName)
            .addRDN(BCStyle.SERIALNUMBER, serialNumber)
            .build();
    X509Certificate certificate = certify(subject, pair.getPublic(), notBefore, notAfter, false);
    return new CertifiedKey(kind, pair.getPrivate(), certificate, List.of(root));
  }

  /** Puts a certificate of this authority on its revocation list, as of now. */
  public synchronized void revoke(X509Certificate certificate) {
    revoked.putIfAbsent(certificate.getSerialNumber(), Instant.now());
  }

  /** The revocation list as of now (RFC 5280), DER. */
  public synchronized byte[] revocationList() {
    Instant now = Instant.now();
    X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(now));
    list.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
    revoked.forEach(
        (serial, since) -> list.addCRLEntry(serial, Date.from(since), CRLReason.keyCompromise));
    try {
      list.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return list.build(signer()).getEncoded();
    } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
      throw new IllegalStateException("The revocation list cannot be made", failure);
    }
  }

  /**
   * What is known about the certificates that are asked about, as of now (RFC 6960), DER.
   *
   * @throws IOException where the bytes are no request
   */
  public synchronized byte[] ocspResponse(byte[] request) throws IOException {
    Instant now = Instant.now();
    try {
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(root);
      BasicOCSPRespBuilder answers = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
      for (Req asked : new OCSPReq(request).getRequestList()) {
        Instant since = revoked.get(asked.getCertID().getSerialNumber());
        CertificateStatus status =
            since == null
                ? CertificateStatus.GOOD
                : new RevokedStatus(Date.from(since), CRLReason.keyCompromise);
        answers.addResponse(
            asked.getCertID(), status, Date.from(now), Date.from(now.plus(Duration.ofDays(1))));
      }
      return new OCSPRespBuilder()
          .build(
              OCSPRespBuilder.SUCCESSFUL,
              answers.build(signer(), new X509CertificateHolder[] {holder}, Date.from(now)))
          .getEncoded();
    } catch (OCSPException | OperatorCreationException | CertificateEncodingException failure) {
      throw new IllegalStateException("The response cannot be made", failure);
    }
  }

  private X509Certificate certify(
      X500Name subject, PublicKey key, Instant notBefore, Instant notAfter, boolean authority) {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, random),
            Date.from(notBefore),
            Date.from(notAfter),
            subject,
            key);
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
            : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
          .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
          .addExtension(
              Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(keys.getPublic()));
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
      throw new IllegalStateException("The certificate cannot be made", failure);
    }
  }

  private ContentSigner signer() throws OperatorCreationException {
    return new JcaContentSignerBuilder(KeyKind.ELLIPTIC_CURVE.signatureAlgorithm())
        .build(keys.getPrivate());
  }
}
