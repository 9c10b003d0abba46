/** Spans of tasks, calls and deliveries: they continue the trace that a record carries. */
package dev.assent.connectors.trace;
