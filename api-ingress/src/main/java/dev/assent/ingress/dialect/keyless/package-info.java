/** The Keyless server API for operations, version 2 ({@code docs/reference/keyless.md}). */
package dev.assent.ingress.dialect.keyless;
