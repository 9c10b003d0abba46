/** Reads the committed view that the processor serves. */
package dev.assent.ingress.view;
