/** JSON where two readings of it would be one too many. */
package dev.assent.schemas.json;
