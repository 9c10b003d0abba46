/**
 * The promises of the whole system, held over real HTTP, a real broker and a real registry, and
 * checked by an independent consumer of what is committed.
 */
package dev.assent.verification;
