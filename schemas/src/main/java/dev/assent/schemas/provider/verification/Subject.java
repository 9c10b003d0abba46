package dev.assent.schemas.provider.verification;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whom certificates are about, by the subject's {@code serialNumber}. A provider gives a user a new
 * certificate with the same {@code serialNumber} when the old one ends, and with another one when
 * the mobile signature is activated anew (Swisscom Mobile ID reference guide).
 */
final class Subject {
  /** A natural person's identifier by ETSI EN 319 412-1 section 5.1.3: kind, country, number. */
  private static final Pattern PERSON = Pattern.compile("(?:PAS|IDC|PNO|TAX|TIN)[A-Z]{2}-(.+)");

  /** What Smart-ID adds to a person's identifier to name an account (vendor-apis.md section 9). */
  private static final Pattern ACCOUNT = Pattern.compile("-[A-Z0-9]{4}-N?Q");

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

  /**
   * Whether a certificate is about whom a mobile signature's identificator names: its {@code
   * serialNumber} is the identificator (Swisscom's {@code MID…}, a semantics identifier), or has it
   * as the number of a person (Mobile-ID's national identity number), or is the person whose
   * account it names (a Smart-ID document number). One without a {@code serialNumber} is about
   * nobody.
   */
  static boolean isNamed(X509Certificate certificate, String identificator) {
    return serialNumber(certificate)
        .map(
            named -> {
              Matcher person = PERSON.matcher(named);
              return named.equals(identificator)
                  || (person.matches()
                      && (person.group(1).equals(identificator)
                          || isAccountOf(named, identificator)));
            })
        .orElse(false);
  }

  private static boolean isAccountOf(String person, String account) {
    return account.startsWith(person)
        && ACCOUNT.matcher(account.substring(person.length())).matches();
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
