/**
 * The operator's view of {@code assent.dead-letters}: lists letters, shows what one is about, and
 * sends a record again once its cause is mended ({@code docs/reference/dead-letters.md}).
 */
package dev.assent.standalone.deadletters;
