/** Typed settings of a service: read once at start, validated, and printed without secrets. */
package dev.assent.schemas.settings;
