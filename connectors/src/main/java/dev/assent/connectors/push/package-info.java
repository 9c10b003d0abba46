/**
 * Tells devices that a challenge waits, by the services of their makers. A message has the
 * challenge key and the deadline in it and nothing else.
 */
package dev.assent.connectors.push;
