package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ClientCertificate;

/**
 * A client certificate that a tenant registered.
 *
 * @param certificate as it is registered; not to be changed
 */
public record CertificateTrust(String tenant, ClientCertificate certificate) {}
