/** The ingress under load: reads, commands, open waits, and all of them for a longer time. */
package dev.assent.verification.bench.ingress;
