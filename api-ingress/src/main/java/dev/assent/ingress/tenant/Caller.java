package dev.assent.ingress.tenant;

/**
 * Who was authenticated.
 *
 * @param tenant the tenant's id; empty for an administrator, who belongs to none
 * @param keyId names what was presented: a key's id, {@code client:} and the id of an OAuth client,
 *     or {@code certificate:} and the id of a registered certificate
 */
public record Caller(String tenant, String keyId) {}
