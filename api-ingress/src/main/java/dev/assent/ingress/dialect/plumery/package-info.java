/**
 * The connector that Plumery calls to have its users sign and log in ({@code
 * docs/reference/plumery.md}).
 */
package dev.assent.ingress.dialect.plumery;
