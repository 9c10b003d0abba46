/** Record keys and the identifiers that Assent issues. */
package dev.assent.schemas.key;
