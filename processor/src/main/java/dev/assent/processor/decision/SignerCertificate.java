package dev.assent.processor.decision;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A signer's X.509 certificate (RFC 5280).
 *
 * @param hexadecimal the DER bytes, two lower-case digits each
 */
public record SignerCertificate(String hexadecimal) {
  private static final int LEAST_RSA_BITS = 2048;

  /** The order of P-256 (FIPS 186-5): other curves have keys of 256 bits, too. */
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  /**
   * The certificate of these bytes, checked to be one that signatures can be verified with: an EC
   * key on P-256 or an RSA key of at least 2048 bits, and a key usage that allows to sign.
   *
   * @throws IllegalArgumentException where it is not
   */
  public static SignerCertificate of(byte[] der) {
    X509Certificate certificate = read(der);
    algorithm(certificate.getPublicKey());
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new IllegalArgumentException("the certificate's key usage does not allow to sign");
    }
    return new SignerCertificate(HexFormat.of().formatHex(der));
  }

  /** The certificate's DER bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hexadecimal);
  }

  /** When the certificate ends. */
  public Instant notAfter() {
    return read(bytes()).getNotAfter().toInstant();
  }

  /**
   * Whether the signature is the holder's over exactly these bytes, while the certificate was
   * valid. Anything that is wrong is {@code false}, and never an exception.
   */
  boolean verifies(byte[] message, byte[] signature, Instant at) {
    try {
      X509Certificate certificate = read(bytes());
      if (at.isBefore(certificate.getNotBefore().toInstant())
          || at.isAfter(certificate.getNotAfter().toInstant())) {
        return false;
      }
      Signature verifier = Signature.getInstance(algorithm(certificate.getPublicKey()));
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key) {
      case ECPublicKey elliptic when elliptic.getParams().getOrder().equals(P256_ORDER) ->
          "SHA256withECDSA";
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= LEAST_RSA_BITS -> "SHA256withRSA";
      default ->
          throw new IllegalArgumentException(
              "the certificate's key must be EC P-256 or RSA of at least 2048 bits");
    };
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
