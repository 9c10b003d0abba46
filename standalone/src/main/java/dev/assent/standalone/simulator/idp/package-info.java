/** A bank's adapter of an identity provider, simulated: the custom authentication contract. */
package dev.assent.standalone.simulator.idp;
