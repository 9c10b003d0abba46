/**
 * Waiting for an operation without polling: the waits of this instance, in memory, and the reader
 * of the log that wakes them.
 */
package dev.assent.ingress.waiting;
