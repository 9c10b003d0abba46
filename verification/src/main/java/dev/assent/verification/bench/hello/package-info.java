/** An HTTP server that does nothing: what the ingress's server could do at the most. */
package dev.assent.verification.bench.hello;
