/** Typed settings of the ingress: what may be set, within which bounds, and what may not. */
package dev.assent.ingress.settings;
