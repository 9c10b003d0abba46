/**
 * Stateless workers that carry tasks out at identity providers and mobile signature service
 * providers, and report what came of them.
 */
package dev.assent.connectors;
