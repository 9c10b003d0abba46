/**
 * Sends commands and pairs them with the replies that come back; the only way to the processor for
 * writes.
 */
package dev.assent.ingress.gateway;
