/** Providers that exist on this machine only, for the quick start, the demos and the tests. */
package dev.assent.standalone.simulator;
