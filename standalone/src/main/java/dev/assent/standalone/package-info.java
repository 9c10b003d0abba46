/** The command line of the embedded quick start: {@code up}, {@code down} and {@code demo}. */
package dev.assent.standalone;
