/**
 * Verifies for the decisions what providers signed, and writes down why it did not believe them.
 */
package dev.assent.processor.proof;
