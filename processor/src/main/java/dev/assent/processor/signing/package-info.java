/**
 * Signs approvals with the tenants' own keys, which never leave their store ({@code
 * docs/reference/signed-approvals.md}).
 */
package dev.assent.processor.signing;
