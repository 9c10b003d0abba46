package dev.assent.schemas.provider;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * What a certificate must be made for, if it says what it is made for (extended key usage, RFC 5280
 * section 4.2.1.12): what a person signs or logs in with. A server's, an OCSP responder's or a time
 * stamp's certificate of the same authority is nobody's consent.
 */
public final class SignerPurpose {
  private static final Set<String> OF_PERSONS =
      Set.of(
          // any purpose, client authentication, mail: RFC 5280
          "2.5.29.37.0",
          "1.3.6.1.5.5.7.3.2",
          "1.3.6.1.5.5.7.3.4",
          // document signing: RFC 9336, and by Microsoft and Adobe before it
          "1.3.6.1.5.5.7.3.36",
          "1.3.6.1.4.1.311.10.3.12",
          "1.2.840.113583.1.1.5",
          // smart card logon by Microsoft, Kerberos client: RFC 4556
          "1.3.6.1.4.1.311.20.2.2",
          "1.3.6.1.5.2.3.4",
          // authentication by Smart-ID, since April 2025
          "1.3.6.1.4.1.62306.5.7.0");

  private SignerPurpose() {}

  /** Whether a person may sign by it: so where it says nothing of its purpose, too. */
  public static boolean isAllowed(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null || purposes.stream().anyMatch(OF_PERSONS::contains);
    } catch (CertificateParsingException _) {
      return false;
    }
  }
}
