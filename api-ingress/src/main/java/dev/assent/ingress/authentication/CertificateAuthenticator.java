package dev.assent.ingress.authentication;

import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.CertificateTrust;
import dev.assent.ingress.tenant.TenantDirectory;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows client certificates by what tenants registered: a thumbprint (RFC 8705 section 2.2), or a
 * subject together with the authority that must have issued it (section 2.1).
 *
 * <p>Barrier: the TLS layer has verified possession of the key and a chain to one of the
 * authorities that it trusts. Which of them counts for a tenant is decided here: another
 * authority's certificate with the same subject is nobody. A connection lives long, so the period
 * of validity is looked at again with each request.
 */
final class CertificateAuthenticator {
  private final TenantDirectory directory;
  private final InstantSource clock;

  CertificateAuthenticator(TenantDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Optional<Identity> authenticate(Credentials.ClientCertificate presented) {
    X509Certificate certificate = presented.chain().getFirst();
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      List<CertificateTrust> known =
          directory.findThumbprints(ByteBuffer.wrap(Thumbprint.of(certificate)));
      if (known.isEmpty()) {
        known =
            directory.findSubjects(certificate.getSubjectX500Principal()).stream()
                .filter(trust -> isIssuedBy(trust, presented.chain()))
                .toList();
      }
      // registered by two, it tells neither from the other
      return known.size() == 1 ? Optional.of(identity(known.getFirst())) : Optional.empty();
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }

  private boolean isIssuedBy(CertificateTrust trust, List<X509Certificate> chain) {
    ByteBuffer authority = trust.certificate().getAuthority();
    if (authority == null) {
      return false;
    }
    byte[] bytes = new byte[authority.remaining()];
    authority.duplicate().get(bytes);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate anchor =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      // a certificate is revoked by taking its registration away, which is in force at once
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clock.instant()));
      List<X509Certificate> path = chain.stream().takeWhile(link -> !link.equals(anchor)).toList();
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
      return true;
    } catch (CertificateException
        | CertPathValidatorException
        | InvalidAlgorithmParameterException _) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has PKIX", e);
    }
  }

  private static Identity identity(CertificateTrust trust) {
    return new Identity(
        new Caller(trust.tenant(), "certificate:" + trust.certificate().getCertificateId()),
        Scheme.CLIENT_CERTIFICATE,
        Permission.ofRoles(trust.certificate().getRoles()));
  }
}
