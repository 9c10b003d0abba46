package dev.assent.standalone.simulator.mssp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.standalone.simulator.authority.CertifiedKey;
import dev.assent.standalone.simulator.authority.KeyKind;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** The keys of all phones, and how they sign: CMS (RFC 5652) with the content in it. */
final class SimulatedPhone {
  /** The type of what an app signs in place of a text. */
  static final String TRANSACTION_APPROVAL = "application/vnd.mobileid.txn-approval";

  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] OTHER_CONTENT = "Another text".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NO_CMS = "no CMS".getBytes(StandardCharsets.UTF_8);

  private final TestAuthority authority;
  private final Map<String, CertifiedKey> keys = new ConcurrentHashMap<>();

  SimulatedPhone(TestAuthority authority) {
    this.authority = authority;
  }

  /** The key that the number's signatures verify by, or should. */
  CertifiedKey key(String number) {
    return keys.computeIfAbsent(number, _ -> issue(number));
  }

  private CertifiedKey issue(String number) {
    String subject = "MIDCHE" + number;
    return switch (Behaviour.of(number)) {
      case RSA -> authority.issue(KeyKind.RSA, subject, subject);
      case EXPIRED_CERTIFICATE -> authority.issueExpired(KeyKind.ELLIPTIC_CURVE, subject, subject);
      case REVOKED_CERTIFICATE -> authority.issueRevoked(KeyKind.ELLIPTIC_CURVE, subject, subject);
      case ELLIPTIC_CURVE,
          CODE,
          SLOW,
          TIME_OUT,
          ANSWER_LOST,
          DUPLICATE,
          WRONG_SIGNER,
          WRONG_CONTENT,
          GARBAGE,
          GARBAGE_SIGNATURE,
          BROKEN_SIGNATURE,
          NO_SIGNATURE,
          UNKNOWN_CODE,
          WRONG_TRANSACTION,
          BY_HAND ->
          authority.issue(KeyKind.ELLIPTIC_CURVE, subject, subject);
    };
  }

  /** The number's signature over what it was sent, or what its behaviour makes of that. */
  byte[] sign(String number, String mimeType, String data) {
    byte[] content = content(mimeType, data);
    CertifiedKey key = key(number);
    return switch (Behaviour.of(number)) {
      case WRONG_SIGNER -> cms(key("41700092501"), content);
      case WRONG_CONTENT -> cms(key, OTHER_CONTENT);
      case GARBAGE_SIGNATURE -> NO_CMS.clone();
      case BROKEN_SIGNATURE -> broken(cms(key, content));
      case ELLIPTIC_CURVE,
          RSA,
          CODE,
          SLOW,
          TIME_OUT,
          ANSWER_LOST,
          DUPLICATE,
          EXPIRED_CERTIFICATE,
          REVOKED_CERTIFICATE,
          GARBAGE,
          NO_SIGNATURE,
          UNKNOWN_CODE,
          WRONG_TRANSACTION,
          BY_HAND ->
          cms(key, content);
    };
  }

  /** The last byte belongs to the signature value, which stands at the end of a CMS. */
  private static byte[] broken(byte[] cms) {
    byte[] bytes = Arrays.copyOf(cms, cms.length);
    bytes[bytes.length - 1] ^= 1;
    return bytes;
  }

  /** What an app signs is not what it is sent (vendor-apis.md section 7). */
  private static byte[] content(String mimeType, String data) {
    if (!mimeType.equals(TRANSACTION_APPROVAL)) {
      return data.getBytes(StandardCharsets.UTF_8);
    }
    try {
      String pairs = JSON.writeValueAsString(JSON.readTree(data).path("dtbd"));
      return JSON.writeValueAsBytes(
          JsonNodeFactory.instance
              .objectNode()
              .put("format_version", 1)
              .put("content_string", pairs));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("The pairs were checked before", malformed);
    }
  }

  private static byte[] cms(CertifiedKey key, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.certificate().getEncoded());
      AttributeTable attributes =
          new AttributeTable(
              new Attribute(
                  PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                  new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes))
              .build(
                  new JcaContentSignerBuilder(key.kind().signatureAlgorithm())
                      .build(key.privateKey()),
                  key.certificate()));
      generator.addCertificates(new JcaCertStore(List.of(key.certificate())));
      return generator.generate(new CMSProcessableByteArray(content), true).getEncoded("DER");
    } catch (GeneralSecurityException
        | OperatorCreationException
        | CMSException
        | IOException failure) {
      throw new IllegalStateException("The phone cannot sign", failure);
    }
  }
}
