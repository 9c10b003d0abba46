/** The processor as a process: start, health, metrics and the life cycle of the stream. */
package dev.assent.processor.application;
