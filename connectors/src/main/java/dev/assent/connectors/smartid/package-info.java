/**
 * Smart-ID of SK ID Solutions by notification, over its relying party interface of version 3
 * ({@code docs/reference/rest-providers.md}).
 */
package dev.assent.connectors.smartid;
