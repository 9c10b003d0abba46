/** Connectors under load and under faults: real workers, and providers that can fail. */
package dev.assent.verification.bench.connectors;
