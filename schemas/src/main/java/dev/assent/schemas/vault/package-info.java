/**
 * Keeps shared secrets encrypted wherever they are stored or sent, as {@code
 * docs/reference/ocra.md} describes. Needs nothing but the JDK.
 */
package dev.assent.schemas.vault;
