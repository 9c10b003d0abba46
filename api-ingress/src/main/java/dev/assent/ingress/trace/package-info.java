/** Traces of requests by W3C Trace Context, and the names that callers give their requests. */
package dev.assent.ingress.trace;
