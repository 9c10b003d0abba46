package dev.assent.ingress.dialect.administration;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** The certificate of an authority as PEM (RFC 7468) in requests and answers. */
final class AuthorityPem {
  private AuthorityPem() {}

  /** The certificate; nothing where the text is none, or one of nobody who may issue others. */
  static Optional<X509Certificate> read(String pem) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      return Optional.of(certificate).filter(read -> read.getBasicConstraints() >= 0);
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }

  /** The certificate's DER bytes. */
  static ByteBuffer der(X509Certificate certificate) {
    try {
      return ByteBuffer.wrap(certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  static String write(ByteBuffer der) {
    byte[] bytes = new byte[der.remaining()];
    der.duplicate().get(bytes);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END CERTIFICATE-----\n";
  }
}
