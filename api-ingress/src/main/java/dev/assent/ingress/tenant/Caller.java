package dev.assent.ingress.tenant;

/**
 * Who was authenticated.
 *
 * @param tenant the tenant's id
 */
public record Caller(String tenant) {}
