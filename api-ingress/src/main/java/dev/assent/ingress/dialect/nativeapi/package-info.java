/** Assent's own interface, for what the vendors leave out ({@code docs/reference/native.md}). */
package dev.assent.ingress.dialect.nativeapi;
