/**
 * Verifies what a provider signed: plain signatures and CMS, certificate chains and revocation, as
 * a pure function of bytes. The processor decides with it, and anybody verifies a result again with
 * it ({@code docs/reference/provider-proofs.md}).
 */
package dev.assent.schemas.provider.verification;
