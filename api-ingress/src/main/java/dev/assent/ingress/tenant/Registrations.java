package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ClientCertificate;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantAuthentication;
import dev.assent.schemas.avro.TrustedIssuer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the enabled tenants' callers can identify themselves by, found by what they present. A
 * tenant that is disabled has nothing here.
 */
final class Registrations {
  static final Registrations NONE = new Registrations();

  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

  /** Valid from, inclusive, to, exclusive. */
  record Key(KeyHolder holder, Instant notBefore, Instant expiresAt) {
    boolean isValidAt(Instant now) {
      return !now.isBefore(notBefore) && now.isBefore(expiresAt);
    }
  }

  private final Map<KeyHash, Key> keys = new HashMap<>();
  private final Map<String, List<IssuerTrust>> issuers = new HashMap<>();
  private final Map<KeyHash, List<CertificateTrust>> thumbprints = new HashMap<>();
  private final Map<X500Principal, List<CertificateTrust>> subjects = new HashMap<>();

  private Registrations() {}

  static Registrations of(Collection<KnownTenant> tenants) {
    Registrations registrations = new Registrations();
    tenants.stream()
        .map(KnownTenant::record)
        .filter(Tenant::getEnabled)
        .forEach(registrations::add);
    return registrations;
  }

  Optional<Key> key(KeyHash hash) {
    return Optional.ofNullable(keys.get(hash));
  }

  List<IssuerTrust> issuers(String issuer) {
    return issuers.getOrDefault(issuer, List.of());
  }

  List<CertificateTrust> thumbprints(KeyHash thumbprint) {
    return thumbprints.getOrDefault(thumbprint, List.of());
  }

  List<CertificateTrust> subjects(X500Principal subject) {
    return subjects.getOrDefault(subject, List.of());
  }

  private void add(Tenant tenant) {
    tenant.getApiKeys().forEach(key -> add(tenant, key));
    TenantAuthentication authentication = tenant.getAuthentication();
    if (authentication != null) {
      for (TrustedIssuer issuer : authentication.getIssuers()) {
        issuers
            .computeIfAbsent(issuer.getIssuer(), _ -> new ArrayList<>())
            .add(new IssuerTrust(tenant.getTenant(), issuer));
      }
      authentication.getClientCertificates().forEach(certificate -> add(tenant, certificate));
    }
  }

  private void add(Tenant tenant, ApiKey key) {
    keys.put(
        KeyHash.kept(key.getHash()),
        new Key(
            new KeyHolder(
                new Caller(tenant.getTenant(), key.getKeyId()), Set.copyOf(key.getRoles())),
            Optional.ofNullable(key.getNotBefore()).orElse(Instant.MIN),
            Optional.ofNullable(key.getExpiresAt()).orElse(Instant.MAX)));
  }

  private void add(Tenant tenant, ClientCertificate certificate) {
    CertificateTrust trust = new CertificateTrust(tenant.getTenant(), certificate);
    if (certificate.getThumbprint() != null) {
      thumbprints
          .computeIfAbsent(KeyHash.kept(certificate.getThumbprint()), _ -> new ArrayList<>())
          .add(trust);
    } else if (certificate.getSubject() != null) {
      try {
        subjects
            .computeIfAbsent(new X500Principal(certificate.getSubject()), _ -> new ArrayList<>())
            .add(trust);
      } catch (IllegalArgumentException _) {
        // only by a record that the administration did not write; nobody can present it
        LOG.atError()
            .addKeyValue("tenant", tenant.getTenant())
            .addKeyValue("certificate", certificate.getCertificateId())
            .log("the subject of a client certificate cannot be read");
      }
    }
  }
}
