package dev.assent.ingress.tenant;

/**
 * Who was authenticated.
 *
 * @param tenant the tenant's id
 * @param keyId names the API key in logs
 */
public record Caller(String tenant, String keyId) {}
