/**
 * How many requests are served, by whom they come: what is over a limit is refused before any work
 * is done for it.
 */
package dev.assent.ingress.limit;
