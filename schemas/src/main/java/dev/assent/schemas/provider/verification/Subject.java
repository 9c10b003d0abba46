package dev.assent.schemas.provider.verification;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whom certificates are about. A provider gives a user a new certificate with the same {@code
 * serialNumber} when the old one ends, and with another one when the mobile signature is activated
 * anew (Swisscom Mobile ID reference guide).
 */
final class Subject {
  private Subject() {}

  /** Whether both are about the same: by serialNumber where the first has one, else as a whole. */
  static boolean isSame(X509Certificate first, X509Certificate second) {
    Optional<String> serialNumber = serialNumber(first);
    return serialNumber.isPresent()
        ? serialNumber.equals(serialNumber(second))
        : Arrays.equals(
            first.getSubjectX500Principal().getEncoded(),
            second.getSubjectX500Principal().getEncoded());
  }

  /** Two of them are none: which one is meant is not said. */
  private static Optional<String> serialNumber(X509Certificate certificate) {
    RDN[] found =
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
            .getRDNs(BCStyle.SERIALNUMBER);
    if (found.length != 1) {
      return Optional.empty();
    }
    ASN1Encodable value =
        Arrays.stream(found[0].getTypesAndValues())
            .filter(attribute -> attribute.getType().equals(BCStyle.SERIALNUMBER))
            .findFirst()
            .orElseThrow()
            .getValue();
    return value instanceof ASN1String text ? Optional.of(text.getString()) : Optional.empty();
  }
}
