/** A million pending operations: created, kept through restarts, and all due at about once. */
package dev.assent.verification.bench.timers;
