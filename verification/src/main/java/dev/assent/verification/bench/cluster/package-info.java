/** Several of each service on one machine: what they get done, and what becomes of faults. */
package dev.assent.verification.bench.cluster;
