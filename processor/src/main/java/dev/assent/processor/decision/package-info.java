/**
 * What Assent decides, as pure functions on sealed types: no clock, no randomness and no I/O that
 * is not in {@link dev.assent.processor.decision.Facts}.
 */
package dev.assent.processor.decision;
