package dev.assent.ingress.dialect;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One X.509 certificate as text: PEM (RFC 7468 section 5) or the base64 of its DER. */
public final class CertificateText {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final int MOST_BYTES = 8 * 1024;

  private CertificateText() {}

  /** The certificate's DER; which keys it may have is decided where it is registered. */
  public static byte[] parse(String text) {
    return (PEM.matcher(text).matches() ? parsePem(text) : certificate(text))
        .orElseThrow(
            () ->
                Rejected.badRequest(
                    "certificate must be one X.509 certificate of at most 8 KiB, in PEM or"
                        + " base64"));
  }

  /** The certificate's DER; nothing where the text is not one certificate in PEM. */
  public static Optional<byte[]> parsePem(String text) {
    Matcher pem = PEM.matcher(text);
    return pem.matches() ? certificate(pem.group(1).replaceAll("\\s", "")) : Optional.empty();
  }

  /** The certificate in PEM, as RFC 7468 section 2 would have it written. */
  public static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(LINES.encodeToString(der));
  }

  private static Optional<byte[]> certificate(String base64) {
    byte[] der = decode(base64);
    return der.length <= MOST_BYTES && isCertificate(der) ? Optional.of(der) : Optional.empty();
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
