/** Reads: committed operations and credentials, served from any instance. */
package dev.assent.processor.view;
