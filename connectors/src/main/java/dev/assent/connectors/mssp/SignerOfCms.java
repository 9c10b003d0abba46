package dev.assent.connectors.mssp;

import dev.assent.connectors.outbound.Octets;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;

/** Finds whose certificate a CMS says it is signed with; nothing is verified here. */
final class SignerOfCms {
  private SignerOfCms() {}

  /** The certificate of the first signer, DER; nothing where these bytes have none. */
  static Optional<Octets> certificate(byte[] cms) {
    try {
      CMSSignedData signed = new CMSSignedData(cms);
      for (SignerInformation signer : signed.getSignerInfos()) {
        for (X509CertificateHolder certificate : signed.getCertificates().getMatches(null)) {
          if (signer.getSID().match(certificate)) {
            return Optional.of(Octets.of(certificate.getEncoded()));
          }
        }
      }
      return Optional.empty();
    } catch (CMSException
        | IOException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException _) {
      // the library has no one way to say that bytes are not what they should be
      return Optional.empty();
    }
  }
}
