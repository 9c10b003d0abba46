/** The nevisIDM core REST API for mobile signatures ({@code docs/reference/nevis.md}). */
package dev.assent.ingress.dialect.nevis;
