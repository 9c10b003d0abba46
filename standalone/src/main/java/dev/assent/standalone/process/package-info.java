/**
 * Child processes on one machine: starting, waiting until ready, stopping, and never leaving one
 * behind.
 */
package dev.assent.standalone.process;
