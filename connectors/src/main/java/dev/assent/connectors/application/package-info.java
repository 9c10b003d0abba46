/** Start, stop, health and metrics of a worker; what kinds of providers there are. */
package dev.assent.connectors.application;
