package dev.assent.ingress.tenant;

/**
 * Who was authenticated.
 *
 * @param tenant the tenant's id; empty for an administrator, who belongs to none
 * @param keyId names the key that was presented
 */
public record Caller(String tenant, String keyId) {}
