package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Rejected;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One X.509 certificate as text: PEM (RFC 7468 section 5) or the base64 of its DER. */
final class CertificateText {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");
  private static final int MOST_BYTES = 8 * 1024;

  private CertificateText() {}

  /** The certificate's DER; which keys it may have is decided where it is registered. */
  static byte[] parse(String text) {
    Matcher pem = PEM.matcher(text);
    byte[] der = decode(pem.matches() ? pem.group(1).replaceAll("\\s", "") : text);
    if (der.length > MOST_BYTES || !isCertificate(der)) {
      throw Rejected.badRequest(
          "certificate must be one X.509 certificate of at most 8 KiB, in PEM or base64");
    }
    return der;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static boolean isCertificate(byte[] der) {
    try {
      return Arrays.equals(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der))
              .getEncoded(),
          der);
    } catch (CertificateException _) {
      return false;
    }
  }
}
