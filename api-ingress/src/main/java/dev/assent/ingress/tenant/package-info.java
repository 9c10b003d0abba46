/** Who may call: the tenants with their API keys, kept in memory from their topic. */
package dev.assent.ingress.tenant;
