/**
 * Device keys as the records that travel and are kept; apart from the protocol itself, which knows
 * no Avro.
 */
package dev.assent.schemas.device.avro;
