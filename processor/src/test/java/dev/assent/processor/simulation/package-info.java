/**
 * A deterministic simulation: the real processors on a simulated log, with clients, connectors and
 * faults, all driven by one seeded scheduler. Single-threaded; everything that is decided by chance
 * comes from the seed.
 */
package dev.assent.processor.simulation;
