package dev.assent.connectors.mssp;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A CMS of somebody's, with the certificate of somebody else before the signer's. */
final class SampleCms {
  private static final SampleCms ONE = make();

  private final byte[] bytes;
  private final byte[] certificate;

  private SampleCms(byte[] bytes, byte[] certificate) {
    this.bytes = bytes;
    this.certificate = certificate;
  }

  static byte[] bytes() {
    return ONE.bytes.clone();
  }

  static byte[] certificate() {
    return ONE.certificate.clone();
  }

  private static SampleCms make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      ContentSigner signer =
          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      X509Certificate certificate = certificate("CN=Signer", keys, signer);
      CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
      cms.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(signer, certificate));
      cms.addCertificates(
          new JcaCertStore(List.of(certificate("CN=Other", keys, signer), certificate)));
      return new SampleCms(
          cms.generate(new CMSProcessableByteArray(new byte[] {1}), true).getEncoded(),
          certificate.getEncoded());
    } catch (Exception failure) {
      throw new AssertionError("The sample cannot be made", failure);
    }
  }

  private static X509Certificate certificate(String name, KeyPair keys, ContentSigner signer)
      throws Exception {
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    new X500Name(name),
                    BigInteger.valueOf(name.hashCode()).abs(),
                    Date.from(now),
                    Date.from(now.plus(Duration.ofDays(1))),
                    new X500Name(name),
                    keys.getPublic())
                .build(signer));
  }
}
