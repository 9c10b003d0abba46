/**
 * What a provider is given to sign for an operation, and how what comes back is verified: shared by
 * those who send it, by the processor that decides on it, and by anybody who verifies a result
 * again. {@code docs/reference/provider-proofs.md} is the description.
 */
package dev.assent.schemas.provider;
