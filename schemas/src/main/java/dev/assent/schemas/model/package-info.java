/**
 * Plain vocabulary that every module shares: the words of the design as Java types that need the
 * JDK alone.
 */
package dev.assent.schemas.model;
