/**
 * The one HTTP client for everything that leaves: TLS, allowed addresses, bounds of size and time,
 * circuit breakers, and the knowledge whether a failed call may have arrived.
 */
package dev.assent.connectors.outbound;
