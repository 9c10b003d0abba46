/**
 * Identity providers over the custom authentication contract of Plumery: a bank's own adapter
 * answers it ({@code docs/reference/rest-providers.md}).
 */
package dev.assent.connectors.idp;
