/**
 * The audit trail as it can be checked offline: chains of records, each with the digest of the one
 * before.
 */
package dev.assent.schemas.audit;
