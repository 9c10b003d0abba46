/** The processor's settings, and what is set in code because correctness depends on it. */
package dev.assent.processor.settings;
