/**
 * The administration of tenants: {@code /api/v1/tenants}, with a key that is no tenant's ({@code
 * docs/reference/tenants.md}).
 */
package dev.assent.ingress.dialect.administration;
