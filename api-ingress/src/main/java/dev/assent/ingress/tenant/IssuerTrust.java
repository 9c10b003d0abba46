package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.TrustedIssuer;

/**
 * A tenant's trust in an authorization server.
 *
 * @param issuer as it is registered; not to be changed
 */
public record IssuerTrust(String tenant, TrustedIssuer issuer) {}
