/**
 * OATH OCRA (RFC 6287): suites, questions, responses and their verification, as {@code
 * docs/reference/ocra.md} describes them. Pure and from the JDK alone, so that decisions may use
 * it: no clock, no randomness, no input or output.
 */
package dev.assent.schemas.ocra;
