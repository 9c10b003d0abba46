/**
 * An empty exactly-once stream behind the HTTP server that the ingress has: a process of its own.
 */
package dev.assent.verification.bench.passthrough;
