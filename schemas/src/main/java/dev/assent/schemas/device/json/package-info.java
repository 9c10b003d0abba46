/**
 * Reads device keys from JSON, strictly; apart from the protocol itself, which needs no JSON
 * library.
 */
package dev.assent.schemas.device.json;
