/**
 * A mobile signature service that exists on this machine only: ETSI TS 102 204 over SOAP 1.2 and
 * the JSON form of Swisscom Mobile ID, with real CMS signatures. {@code
 * docs/reference/simulators.md} says what it does for which number. It shares no code with the
 * connectors, so that neither can hide the other's mistakes.
 */
package dev.assent.standalone.simulator.mssp;
