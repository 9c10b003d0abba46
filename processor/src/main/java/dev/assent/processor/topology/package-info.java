/** The stream topology: thin shells around the decisions. */
package dev.assent.processor.topology;
