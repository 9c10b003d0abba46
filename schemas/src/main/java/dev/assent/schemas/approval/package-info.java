/**
 * The signed approval: a JWT (RFC 7519) in JWS compact form by which a tenant's own key vouches for
 * what a user approved ({@code docs/reference/signed-approvals.md}).
 */
package dev.assent.schemas.approval;
