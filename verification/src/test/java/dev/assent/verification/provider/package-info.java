/** The connectors' providers against the simulated ones, over HTTP. */
package dev.assent.verification.provider;
