package dev.assent.processor.decision;

import dev.assent.schemas.provider.SignerKey;
import dev.assent.schemas.provider.SignerPurpose;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A signer's X.509 certificate (RFC 5280).
 *
 * @param hexadecimal the DER bytes, two lower-case digits each
 */
public record SignerCertificate(String hexadecimal) {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  /**
   * The certificate of these bytes, checked to be one that signatures can be verified with: a key
   * that {@link SignerKey} allows, and a key usage that allows to sign.
   *
   * @throws IllegalArgumentException where it is not
   */
  public static SignerCertificate of(byte[] der) {
    X509Certificate certificate = read(der);
    if (!SignerKey.isAllowed(certificate.getPublicKey())) {
      throw new IllegalArgumentException(
          "the certificate's key must be EC P-256, P-384 or P-521 or RSA of at least 2048 bits");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new IllegalArgumentException("the certificate's key usage does not allow to sign");
    }
    return new SignerCertificate(HexFormat.of().formatHex(der));
  }

  /**
   * The certificate of these bytes as somebody presents it: besides, made for a person ({@link
   * SignerPurpose}). What is kept already is not held to it when it is read again; its signatures
   * are.
   *
   * @throws IllegalArgumentException where it is not
   */
  public static SignerCertificate presented(byte[] der) {
    SignerCertificate certificate = of(der);
    if (!SignerPurpose.isAllowed(read(der))) {
      throw new IllegalArgumentException(
          "the certificate's extended key usage is not for signatures of persons");
    }
    return certificate;
  }

  /** The certificate's DER bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hexadecimal);
  }

  /** When the certificate ends. */
  public Instant notAfter() {
    return read(bytes()).getNotAfter().toInstant();
  }

  private static X509Certificate read(byte[] der) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (!Arrays.equals(certificate.getEncoded(), der)) {
        throw new IllegalArgumentException("the certificate is followed by other bytes");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not an X.509 certificate in DER", e);
    }
  }
}
