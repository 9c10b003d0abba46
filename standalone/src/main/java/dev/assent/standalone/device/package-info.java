/**
 * A device that exists in memory only, written from {@code docs/reference/device-protocol.md} as a
 * customer would write one: for the demo, the tests and the benchmarks.
 */
package dev.assent.standalone.device;
