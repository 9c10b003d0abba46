/**
 * The command line: {@code up}, {@code down} and {@code demo} for the embedded quick start, and
 * {@code dead-letters} for any cluster.
 */
package dev.assent.standalone;
