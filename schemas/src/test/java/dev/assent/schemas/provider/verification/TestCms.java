package dev.assent.schemas.provider.verification;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** How a CMS is made; what is not said is as it should be. */
public final class TestCms {
  private final List<TestCertificate> signers = new ArrayList<>();
  private final byte[] content;
  private ASN1ObjectIdentifier type = CMSObjectIdentifiers.data;
  private boolean attached = true;
  private boolean withAttributes = true;
  private List<TestCertificate> certificates;
  private Optional<String> algorithm = Optional.empty();
  private Optional<TestCertificate> named = Optional.empty();
  private Optional<TestCertificate> key = Optional.empty();
  private Instant signedAt = TestCertificate.NOW;
  private UnaryOperator<AttributeTable> change = UnaryOperator.identity();
  private String encoding = ASN1Encoding.DER;

  private TestCms(TestCertificate signer, byte[] content) {
    signers.add(signer);
    certificates = List.of(signer);
    this.content = content;
  }

  /** A CMS over this. */
  public static TestCms over(byte[] content, TestCertificate signer) {
    return new TestCms(signer, content);
  }

  TestCms detached() {
    attached = false;
    return this;
  }

  TestCms withoutAttributes() {
    withAttributes = false;
    return this;
  }

  /** The certificates that are in it. */
  public TestCms with(TestCertificate... values) {
    certificates = List.of(values);
    return this;
  }

  TestCms also(TestCertificate second) {
    signers.add(second);
    return this;
  }

  TestCms algorithm(String value) {
    algorithm = Optional.of(value);
    return this;
  }

  /** Names this certificate as the signer's in its attributes. */
  TestCms naming(TestCertificate value) {
    named = Optional.of(value);
    return this;
  }

  /** Signs with another's key. */
  TestCms byKeyOf(TestCertificate value) {
    key = Optional.of(value);
    return this;
  }

  /** When it says that it was signed. */
  public TestCms signedAt(Instant value) {
    signedAt = value;
    return this;
  }

  TestCms type(ASN1ObjectIdentifier value) {
    type = value;
    return this;
  }

  TestCms changing(UnaryOperator<AttributeTable> value) {
    change = value;
    return this;
  }

  TestCms encoding(String value) {
    encoding = value;
    return this;
  }

  /** Makes it. */
  public byte[] make() {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      for (TestCertificate signer : signers) {
        JcaSignerInfoGeneratorBuilder builder =
            new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder()
                    .setProvider(TestCertificate.BOUNCY_CASTLE)
                    .build());
        builder.setDirectSignature(!withAttributes);
        AttributeTable attributes = attributes(named.orElse(signer));
        builder.setSignedAttributeGenerator(
            parameters ->
                change.apply(
                    new DefaultSignedAttributeTableGenerator(attributes)
                        .getAttributes(parameters)));
        TestCertificate by = key.orElse(signer);
        generator.addSignerInfoGenerator(
            builder.build(
                new JcaContentSignerBuilder(
                        algorithm.orElse(TestCertificate.algorithm(by.privateKey())))
                    .setProvider(TestCertificate.BOUNCY_CASTLE)
                    .build(by.privateKey()),
                signer.certificate()));
      }
      List<X509Certificate> all = certificates.stream().map(TestCertificate::certificate).toList();
      generator.addCertificates(new JcaCertStore(all));
      return generator
          .generate(new CMSProcessableByteArray(type, content), attached)
          .getEncoded(encoding);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private AttributeTable attributes(TestCertificate signer) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(signer.der());
    ASN1EncodableVector table = new ASN1EncodableVector();
    table.add(
        new Attribute(CMSAttributes.signingTime, new DERSet(new DERUTCTime(Date.from(signedAt)))));
    table.add(
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
    return new AttributeTable(table);
  }
}
