/**
 * Mobile-ID of SK ID Solutions over its REST interface ({@code docs/reference/rest-providers.md}).
 */
package dev.assent.connectors.mobileid;
