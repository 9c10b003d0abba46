/**
 * Mobile signature service providers by ETSI TS 102 204: the SOAP 1.2 profile and the REST profile
 * of Swisscom Mobile ID, with one model, one table of codes, and one provider for both.
 */
package dev.assent.connectors.mssp;
