/**
 * The certification authority of the simulated providers: keys made at its start and kept in memory
 * only, of no worth outside of it.
 */
package dev.assent.standalone.simulator.authority;
