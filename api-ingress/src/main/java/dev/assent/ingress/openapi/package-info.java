/**
 * What the dialects say of themselves, as OpenAPI 3.1 documents and as pages to read. Knows how a
 * dialect describes itself, and no dialect.
 */
package dev.assent.ingress.openapi;
